/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.quickstart;

import io.github.barman4j.Barman;
import io.github.barman4j.testing.servers.AzuriteServer;
import io.github.barman4j.testing.servers.GcsServer;
import io.github.barman4j.testing.servers.S3Server;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the archive is kept.
 *
 * @param barman the opened archive
 * @param description for a person
 * @param stop ends what was started for it
 */
record ArchiveHome(Barman barman, String description, Runnable stop) implements AutoCloseable {

  static ArchiveHome inDirectory(Path directory) throws Exception {
    Barman barman = Barman.open(Files.createDirectories(directory).toUri());
    return new ArchiveHome(barman, "directory " + directory, () -> {});
  }

  static ArchiveHome inS3() {
    S3Server server = S3Server.s3proxy();
    URI location =
        URI.create(
            "s3://%s/backups?endpoint-url=%s&region=%s&access-key-id=%s&secret-access-key=%s"
                .formatted(
                    server.createBucket(),
                    encode(server.endpoint().toString()),
                    server.region(),
                    encode(server.accessKey()),
                    encode(server.secretKey())));
    return at(location, server.endpoint().toString(), server::close);
  }

  static ArchiveHome inAzure() throws Exception {
    AzuriteServer server = AzuriteServer.start();
    URI location =
        URI.create(
            "%s/%s/backups?connection-string=%s"
                .formatted(
                    server.endpoint(),
                    server.createContainer(),
                    encode(server.connectionString())));
    return at(location, "Azurite at " + server.endpoint(), server::close);
  }

  static ArchiveHome inGoogleCloudStorage() {
    GcsServer server = GcsServer.start();
    URI location =
        URI.create(
            "gs://%s/backups?endpoint-url=%s"
                .formatted(server.createBucket(), encode(server.endpoint().toString())));
    return at(location, server.endpoint().toString(), server::close);
  }

  private static ArchiveHome at(URI location, String server, Runnable stop) {
    Barman barman = Barman.open(location);
    return new ArchiveHome(barman, barman.store().location() + " on " + server, stop);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    barman.close();
    stop.run();
  }
}
