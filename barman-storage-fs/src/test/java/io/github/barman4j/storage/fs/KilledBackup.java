/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import io.github.barman4j.Barman;
import io.github.barman4j.backup.BackupListener;
import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.backup.BackupPhase;
import io.github.barman4j.backup.BackupSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** A process that takes a backup until a phase, says so in a file, and waits to be killed. */
final class KilledBackup implements BackupListener {

  private final BackupPhase last;
  private final Path reached;

  private KilledBackup(BackupPhase last, Path reached) {
    this.last = last;
    this.reached = reached;
  }

  /**
   * Begins.
   *
   * @param arguments store, JDBC URL, data directory, phase, file that appears when it is reached
   */
  public static void main(String[] arguments) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(arguments[1]);
    BackupPhase phase = BackupPhase.valueOf(arguments[3]);
    BackupOptions.Builder options =
        BackupOptions.builder()
            .fastCheckpoint()
            .partSize(4 << 20)
            .listener(new KilledBackup(phase, Path.of(arguments[4])));
    if (phase == BackupPhase.WAITING_FOR_WAL) {
      options.waitForWal(Duration.ofMinutes(5));
    }
    try (Barman barman = Barman.open(Path.of(arguments[0]).toUri())) {
      barman
          .server("main")
          .backup(BackupSource.dataDirectory(database, Path.of(arguments[2])), options.build());
    }
  }

  @Override
  public void onPhase(BackupPhase phase) {
    if (phase == last) {
      stop();
    }
  }

  private void stop() {
    try {
      // Lets copying get under way in the other threads before the end.
      Thread.sleep(last == BackupPhase.COPYING ? 0 : 50);
      Files.createFile(reached);
      Thread.sleep(Duration.ofMinutes(5).toMillis());
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
