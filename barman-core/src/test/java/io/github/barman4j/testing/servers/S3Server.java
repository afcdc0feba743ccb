/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import io.github.barman4j.testing.process.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An S3 server of this machine, addressed with paths ({@code http://host:port/bucket/key}).
 *
 * <p>{@link #s3proxy()} starts fastest and checks signatures, but has no tags and no server-side
 * encryption. {@link #s3mock()} knows most of the API, but checks no signatures and cannot be used
 * by Barman of Debian 12. {@link #ceph()} is a real one that runs already.
 *
 * <p>Whoever starts it closes it; that ends the server and forgets its content, except Ceph's. Safe
 * for use by many threads.
 */
public final class S3Server implements AutoCloseable {
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;

  private final URI endpoint;
  private final String accessKey;
  private final String secretKey;
  private final @Nullable S3Emulator emulator;

  private S3Server(
      URI endpoint, String accessKey, String secretKey, @Nullable S3Emulator emulator) {
    this.endpoint = endpoint;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    this.emulator = emulator;
  }

  /**
   * Starts S3Proxy, which keeps objects in memory.
   *
   * @throws IllegalStateException when its jar is missing, or it does not start
   */
  public static S3Server s3proxy() {
    return of(S3Emulator.start(S3Emulator::s3proxyInMemory));
  }

  /**
   * Starts S3Proxy, which keeps objects as files.
   *
   * @param directory an existing directory; closing leaves it
   * @throws IllegalStateException when its jar is missing, or it does not start
   */
  public static S3Server s3proxy(Path directory) {
    return of(S3Emulator.start((port, run) -> S3Emulator.s3proxyOnFiles(port, run, directory)));
  }

  /**
   * Starts S3Mock, which keeps objects in temporary files.
   *
   * @throws IllegalStateException when its jar is missing, or it does not start
   */
  public static S3Server s3mock() {
    return of(S3Emulator.start(S3Emulator::s3mock));
  }

  /**
   * Returns the running Ceph that {@code BARMAN4J_TEST_S3_ENDPOINT}, {@code
   * BARMAN4J_TEST_S3_ACCESS_KEY} and {@code BARMAN4J_TEST_S3_SECRET_KEY} describe.
   *
   * @throws org.opentest4j.TestAbortedException when they are not set, so that the test is skipped
   * @throws AssertionError instead, when peers are required, see {@link Peers}
   */
  public static S3Server ceph() {
    return new S3Server(
        URI.create(variable("ENDPOINT").replaceAll("/+$", "")),
        variable("ACCESS_KEY"),
        variable("SECRET_KEY"),
        null);
  }

  /** Returns the address without a trailing slash. */
  public URI endpoint() {
    return endpoint;
  }

  /** Returns the region to sign for. */
  public String region() {
    return "us-east-1";
  }

  /** Returns the id of the access key. */
  public String accessKey() {
    return accessKey;
  }

  /** Returns the secret of the access key. */
  public String secretKey() {
    return secretKey;
  }

  /**
   * Creates a bucket with a name no other test has.
   *
   * @return its name
   */
  public String createBucket() {
    String name = "b4j-" + UUID.randomUUID();
    createBucket(name);
    return name;
  }

  /**
   * Creates a bucket.
   *
   * @param name at least three lower-case letters, digits, hyphens or dots
   * @throws IllegalStateException when the server refuses, for instance as it exists
   */
  public void createBucket(String name) {
    HttpResponse<String> response = send("PUT", "/" + name);
    if (response.statusCode() != OK) {
      throw new IllegalStateException(
          "Cannot create bucket %s at %s: %s %s"
              .formatted(name, endpoint, response, response.body()));
    }
  }

  /**
   * Deletes an empty bucket.
   *
   * @throws IllegalStateException when the server refuses, for instance as it is not empty
   */
  public void deleteBucket(String name) {
    HttpResponse<String> response = send("DELETE", "/" + name);
    if (response.statusCode() != NO_CONTENT) {
      throw new IllegalStateException(
          "Cannot delete bucket %s at %s: %s %s"
              .formatted(name, endpoint, response, response.body()));
    }
  }

  /** Returns what an emulator logged; empty for Ceph. */
  public String log() {
    return emulator == null ? "" : emulator.log();
  }

  /** Ends an emulator and deletes its content; leaves Ceph alone. */
  @Override
  public void close() {
    if (emulator != null) {
      emulator.close();
    }
  }

  HttpResponse<String> send(String method, String path) {
    try {
      return HttpClient.newHttpClient()
          .send(
              new SignedRequest(this, Instant.now()).of(method, path),
              HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot reach " + endpoint, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot sign", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private static S3Server of(S3Emulator emulator) {
    URI endpoint = URI.create("http://127.0.0.1:" + emulator.port());
    return new S3Server(endpoint, S3Emulator.ACCESS_KEY, S3Emulator.SECRET_KEY, emulator);
  }

  private static String variable(String suffix) {
    String name = "BARMAN4J_TEST_S3_" + suffix;
    @Nullable String value = System.getenv(name);
    if (value == null) {
      Peers.skip("No Ceph to test with: set " + name);
      throw new IllegalStateException(name);
    }
    return value;
  }
}
