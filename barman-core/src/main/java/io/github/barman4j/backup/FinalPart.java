/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.internal.io.Checksum;
import io.github.barman4j.internal.manifest.ManifestReader;
import io.github.barman4j.internal.manifest.ManifestWriter;
import io.github.barman4j.internal.server.BackupStop;
import io.github.barman4j.internal.server.ControlFileBytes;
import io.github.barman4j.internal.server.DataDirectory;
import io.github.barman4j.internal.server.FileNames;
import io.github.barman4j.internal.tar.TarWriter;
import io.github.barman4j.postgres.ControlFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * The last part of the data directory: what must not be copied before everything else has been, the
 * files that come from elsewhere, and {@code backup_label} as the very last member. For one thread.
 */
final class FinalPart {

  private static final String LABEL = "backup_label";

  private final BackupRun run;
  private final DataDirectory directory;
  private final ControlFileBytes control;
  private final BackupStop stop;
  private final FileTime now;

  FinalPart(BackupRun run, DataDirectory directory, ControlFileBytes control, BackupStop stop) {
    this.run = run;
    this.directory = directory;
    this.control = control;
    this.stop = stop;
    this.now = FileTime.from(run.context().clock().instant());
  }

  void write(OutputStream out) throws IOException {
    try (OutputStream codec = run.options().compression().compressing(out)) {
      TarWriter tar = run.newTar(codec);
      add(tar, ControlFile.NAME, control.bytes());
      for (Path file : directory.externalFiles()) {
        add(tar, FileNames.of(file), Files.readAllBytes(file));
      }
      byte[] label = stop.label().text().getBytes(UTF_8);
      list(LABEL, label);
      addManifest(tar);
      store(tar, LABEL, label);
      tar.finish();
    }
  }

  private void add(TarWriter tar, String member, byte[] bytes) throws IOException {
    list(member, bytes);
    store(tar, member, bytes);
  }

  /** The label is in the manifest before it is in the tar. */
  private void list(String member, byte[] bytes) {
    Checksum checksum = run.options().manifestChecksum().algorithm().start();
    checksum.update(bytes, 0, bytes.length);
    run.manifest().add(member, bytes.length, now, checksum.hex());
  }

  private void store(TarWriter tar, String member, byte[] bytes) throws IOException {
    store(tar, member, bytes.length, new ByteArrayInputStream(bytes));
  }

  private void store(TarWriter tar, String member, long size, InputStream content)
      throws IOException {
    tar.addFile(member, size, run.ownership().ofFile(now), content);
  }

  private void addManifest(TarWriter tar) throws IOException {
    ManifestWriter manifest = run.manifest();
    manifest.finish(stop.label().timeline(), stop.label().beginLsn(), stop.lsn());
    try (InputStream content = manifest.open()) {
      store(tar, ManifestReader.NAME, manifest.length(), content);
    }
  }
}
