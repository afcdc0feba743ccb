/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.backup.BackupListener;
import io.github.barman4j.backup.BackupPhase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.postgresql.ds.PGSimpleDataSource;

/** A process that takes linked local backups, one after another, until it is killed. */
final class KilledLocalBackup {

  private KilledLocalBackup() {}

  /**
   * Begins.
   *
   * @param arguments {@code barman_home}, JDBC URL, data directory, file that appears when the
   *     first copy begins
   */
  public static void main(String[] arguments) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(arguments[1]);
    Path begun = Path.of(arguments[3]);
    BackupListener listener =
        new BackupListener() {
          @Override
          public void onPhase(BackupPhase phase) {
            if (phase == BackupPhase.CONNECTING) {
              create(begun);
            }
          }
        };
    LocalSite site = new LocalSite(Path.of(arguments[0]));
    while (true) {
      site.backup()
          .run(database, Path.of(arguments[2]), LocalSite.linking().listener(listener).build());
    }
  }

  private static void create(Path file) {
    try {
      if (!Files.exists(file)) {
        Files.createFile(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
