/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import io.github.barman4j.testing.process.Await;
import io.github.barman4j.testing.process.ChildProcess;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.process.FreePort;
import io.github.barman4j.testing.process.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Azurite, Microsoft's emulator of Azure Blob Storage, as a child of this JVM with one account,
 * addressed with paths ({@code http://host:port/account/container/blob}).
 *
 * <p>Whoever starts it closes it; that ends the server and forgets its content. Safe for use by
 * many threads.
 */
public final class AzuriteServer implements AutoCloseable {
  private static final String ACCOUNT = "barman4j";
  private static final String KEY = "YmFybWFuNGotdGVzdC1hY2NvdW50LWtleQ==";
  private static final String OTHER_KEY = "YmFybWFuNGotb3RoZXItYWNjb3VudC1rZXk=";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 3;
  private static final int CREATED = 201;
  private static final AzuriteInstallation INSTALLATION = new AzuriteInstallation();

  private final int port;
  private final Path directory;
  private final ChildProcess process;

  private AzuriteServer(int port, Path directory, List<String> command) {
    this.port = port;
    this.directory = directory;
    Map<String, String> accounts =
        Map.of("AZURITE_ACCOUNTS", ACCOUNT + ":" + KEY + ":" + OTHER_KEY);
    process = ChildProcess.start(command, accounts, directory.resolve("server.log"));
  }

  /**
   * Starts Azurite, which keeps blobs in temporary files; it is installed from npm the first time.
   *
   * @throws org.opentest4j.TestAbortedException when there is no node or npm, so that the test is
   *     skipped
   * @throws AssertionError instead, when peers are required, see {@link Peers}
   * @throws IllegalStateException when it cannot be installed, or does not start
   */
  public static AzuriteServer start() {
    List<String> command = Peers.require(INSTALLATION).command();
    for (int attempt = 1; ; attempt++) {
      AzuriteServer server = launch(command);
      try {
        Await.until("Azurite", START_TIMEOUT, server::answers, server::log);
        return server;
      } catch (IllegalStateException e) {
        boolean again = server.log().contains("EADDRINUSE") && attempt < ATTEMPTS;
        server.close();
        if (!again) {
          throw e;
        }
      }
    }
  }

  /** Returns the account's address, without a slash at its end. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port + "/" + ACCOUNT);
  }

  /** Returns the name of the account. */
  public String account() {
    return ACCOUNT;
  }

  /** Returns the key of the account, in Base64. */
  public String accountKey() {
    return KEY;
  }

  /** Returns the second key of the account, for tests that rotate them. */
  public String secondAccountKey() {
    return OTHER_KEY;
  }

  /** Returns what Azure's tools and Barman connect with. */
  public String connectionString() {
    return "DefaultEndpointsProtocol=http;AccountName=%s;AccountKey=%s;BlobEndpoint=%s;"
        .formatted(ACCOUNT, KEY, endpoint());
  }

  /**
   * Creates a container with a name no other test has.
   *
   * @return its name
   */
  public String createContainer() {
    String name = "b4j-" + UUID.randomUUID();
    createContainer(name);
    return name;
  }

  /**
   * Creates a container.
   *
   * @param name at least three lower-case letters, digits or hyphens
   * @throws IllegalStateException when the server refuses, for instance as it exists
   */
  public void createContainer(String name) {
    HttpResponse<String> response = send("PUT", name);
    if (response.statusCode() != CREATED) {
      throw new IllegalStateException(
          "Cannot create container %s at %s: %s %s"
              .formatted(name, endpoint(), response, response.body()));
    }
  }

  /** Returns what the server logged. */
  public String log() {
    return process.log();
  }

  /** Ends the server and deletes its content. */
  @Override
  public void close() {
    process.close();
    FileTrees.delete(directory);
  }

  HttpResponse<String> send(String method, String container) {
    try {
      return HttpClient.newHttpClient()
          .send(
              new AzureSignedRequest(this, Instant.now()).of(method, container),
              HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot reach " + endpoint(), e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot sign", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /** The SDK speaks newer versions of the API than Azurite, which refuses them without the flag. */
  private static AzuriteServer launch(List<String> command) {
    int port = FreePort.find();
    Path directory = FileTrees.createTemporary("azurite");
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of("--skipApiVersionCheck", "--silent", "--disableTelemetry"));
    whole.addAll(List.of("--blobHost", "127.0.0.1", "--blobPort", Integer.toString(port)));
    whole.addAll(List.of("-l", directory.resolve("content").toString()));
    return new AzuriteServer(port, directory, whole);
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new IllegalStateException("Azurite has ended:\n" + log());
    }
    try {
      return ((HttpURLConnection) endpoint().toURL().openConnection()).getResponseCode() > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
