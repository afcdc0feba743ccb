/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.internal.targets.TargetDirectories;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Remembers what is made in targets that were empty, and removes nothing there. */
final class EmptyTargetSink implements MergeSink {

  /** What a restore makes directly in a data directory besides what the backup has. */
  private static final List<String> OWN =
      List.of(
          "pg_wal",
          "pg_tblspc",
          "postgresql.auto.conf",
          "recovery.signal",
          RestoreRoot.ORIGIN,
          RestoreRoot.ORIGIN + ".tmp",
          "postgresql.conf.origin",
          "postgresql.conf.barman4j-restore",
          "postgresql.auto.conf.origin",
          "postgresql.auto.conf.barman4j-restore");

  private final TargetDirectories targets;
  private final MergeSink sink;

  EmptyTargetSink(TargetDirectories targets, MergeSink sink) {
    this.targets = targets;
    this.sink = sink;
    targets.all().get(0).expect(OWN);
  }

  private void making(Path target) {
    targets
        .find(target)
        .ifPresent(directory -> directory.expect(List.of(String.valueOf(target.getFileName()))));
  }

  @Override
  public void directory(Path target) throws IOException {
    making(target);
    sink.directory(target);
  }

  @Override
  public void remove(Path target) {
    throw new RestoreFailedException(
        target + " was put there while the restore ran, by somebody else");
  }

  @Override
  public void write(TreeEntry file, Path target) throws IOException {
    making(target);
    sink.write(file, target);
  }

  @Override
  public void adjust(TreeEntry file, Path target) throws IOException {
    sink.adjust(file, target);
  }

  @Override
  public void leave(TreeEntry file, Path target) {
    sink.leave(file, target);
  }

  @Override
  public void skip(TreeEntry entry) {
    sink.skip(entry);
  }
}
