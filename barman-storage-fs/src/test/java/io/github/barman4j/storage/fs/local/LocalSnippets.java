/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.Barman;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.copy.ArchiveCopy;
import io.github.barman4j.copy.CopyOptions;
import io.github.barman4j.copy.CopyResult;
import io.github.barman4j.copy.CopySelection;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.restore.RestorePlan;
import java.nio.file.Path;
import java.time.Instant;
import javax.sql.DataSource;

/** The Java of the documentation of local backups: each block there is between two marks here. */
final class LocalSnippets {

  /** What an application brings along. */
  record Given(
      DataSource dataSource, Path pgData, Instant beforeTheMistake, Path newDataDirectory) {}

  private LocalSnippets() {}

  static BackupInfo embedded(Given given) {
    DataSource dataSource = given.dataSource();
    Path pgData = given.pgData();
    Instant beforeTheMistake = given.beforeTheMistake();
    Path newDataDirectory = given.newDataDirectory();
    // begin
    LocalServerConfiguration main =
        BarmanConfiguration.read(Path.of("/etc/barman.conf")).server("main");
    LocalServer server = LocalServer.open(main.serverOptions());

    BackupInfo backup = server.backup().run(dataSource, pgData, main.backupOptions());

    RestorePlan plan = server.restore().plan(RecoveryTarget.time(beforeTheMistake));
    server.restore().execute(plan, RestoreOptions.into(newDataDirectory).build());

    server.retention().apply(server.retention().plan(main.retentionPolicy().orElseThrow()));
    // end
    return backup;
  }

  // begin
  static CopyResult copyAway(LocalServer server, Barman objectStore) {
    ArchiveCopy copy = server.archive().copyTo(objectStore.server("main"));
    return copy.execute(copy.plan(CopySelection.everything()), CopyOptions.builder().build());
  }
  // end
}
