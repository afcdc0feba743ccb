/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.ExternalCommand;
import io.github.barman4j.testing.servers.AzuriteServer;
import io.github.barman4j.testing.servers.GcsServer;
import io.github.barman4j.testing.wal.WalSegments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs with the stores of the other providers, whose SDKs read the environment. */
class ProvidersIT {

  private static final Path BIN = Path.of("target", "dist", "bin").toAbsolutePath();
  private static final WalSegmentName NAME = WalSegmentName.parse("000000010000000000000001");
  private static final WalSegments SEGMENTS =
      WalSegments.of(new SystemIdentifier(7), new WalSegmentSize(1 << 20));

  @TempDir private Path dir;

  @Test
  void azureWorksWithItsConnectionString() throws Exception {
    try (AzuriteServer store = AzuriteServer.start()) {
      archiveIsFilledAndRead(
          "azure-blob-storage",
          store.endpoint() + "/" + store.createContainer() + "/prod",
          Map.of("AZURE_STORAGE_CONNECTION_STRING", store.connectionString()));
      requireMissing(
          "azure-blob-storage",
          store.endpoint() + "/nothing-there",
          Map.of("AZURE_STORAGE_CONNECTION_STRING", store.connectionString()));
    }
  }

  @Test
  void googleWorksWithTheEmulatorOfTheEnvironment() {
    try (GcsServer store = GcsServer.start()) {
      Map<String, String> emulator = Map.of("STORAGE_EMULATOR_HOST", store.endpoint().toString());
      archiveIsFilledAndRead(
          "google-cloud-storage", "gs://" + store.createBucket() + "/prod", emulator);
      requireMissing("google-cloud-storage", "gs://none-there", emulator);
    }
  }

  private void archiveIsFilledAndRead(String provider, String url, Map<String, String> keys) {
    Path source = SEGMENTS.write(dir, NAME);
    Path to = dir.resolve("to");
    run(keys, "check-wal-archive", provider, url, "s").orThrow();
    run(keys, "wal-archive", provider, "-z", url, "s", source.toString()).orThrow();
    assertThat(run(keys, "check-wal-archive", provider, url, "s").exitCode()).isEqualTo(1);
    run(keys, "wal-restore", provider, url, "s", NAME.toString(), to.toString()).orThrow();
    assertThat(to).hasSameBinaryContentAs(source);
    String absent = NAME.toString().replace("1", "2");
    assertThat(run(keys, "wal-restore", provider, url, "s", absent, to.toString()).exitCode())
        .isEqualTo(1);
    assertThat(run(keys, "backup-list", provider, "--format", "json", url, "s").stdout())
        .isEqualTo("{\"backups_list\": []}\n");
    run(keys, "backup-list", provider, "-t", url, "s").orThrow();
  }

  private static void requireMissing(String provider, String url, Map<String, String> keys) {
    CommandResult missing = run(keys, "check-wal-archive", provider, "-t", url, "s");
    assertThat(missing.exitCode()).as(missing.toString()).isEqualTo(1);
  }

  private static CommandResult run(
      Map<String, String> keys, String program, String provider, String... words) {
    List<String> command = new ArrayList<>();
    command.add(BIN.resolve("barman-cloud-" + program).toString());
    command.addAll(List.of("--cloud-provider", provider));
    command.addAll(List.of(words));
    Map<String, String> environment = new HashMap<>(keys);
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    return ExternalCommand.of(command).withEnvironment(environment).run();
  }
}
