/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.internal.server.ControlFileBytes;
import io.github.barman4j.internal.tar.TarWriter;
import io.github.barman4j.postgres.ControlFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * The last part of a backup that Barman has taken: {@code backup_label}, which lies in the data
 * directory already, and the control file as the very last member. For one thread.
 */
final class RelayFinalPart {

  private static final String LABEL = "backup_label";

  private final BackupRun run;
  private final Path data;
  private final ControlFileBytes control;

  RelayFinalPart(BackupRun run, Path data, ControlFileBytes control) {
    this.run = run;
    this.data = data;
    this.control = control;
  }

  void write(OutputStream out) throws IOException {
    try (OutputStream codec = run.options().compression().compressing(out)) {
      TarWriter tar = run.newTar(codec);
      if (Files.exists(data.resolve(LABEL))) {
        store(tar, LABEL, Files.readAllBytes(data.resolve(LABEL)));
      }
      store(tar, ControlFile.NAME, control.bytes());
      tar.finish();
    }
  }

  private void store(TarWriter tar, String member, byte[] bytes) throws IOException {
    FileTime modified = Files.getLastModifiedTime(data.resolve(member));
    tar.addFile(
        member, bytes.length, run.ownership().ofFile(modified), new ByteArrayInputStream(bytes));
  }
}
