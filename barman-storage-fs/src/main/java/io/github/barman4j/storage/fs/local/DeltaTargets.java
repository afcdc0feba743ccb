/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.infofile.InfoFile;
import io.github.barman4j.internal.targets.TargetContent;
import io.github.barman4j.internal.targets.TargetDirectory;
import io.github.barman4j.postgres.ControlFile;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.restore.Restore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a delta restore finds at its targets: whether it may go over that, and what to believe. */
final class DeltaTargets {

  private static final String TABLESPACE = "PG_";

  private final BackupInfo backup;
  private final List<RestoreRoot> roots;

  DeltaTargets(BackupInfo backup, List<RestoreRoot> roots) {
    this.backup = backup;
    this.roots = roots;
  }

  /**
   * Requires that each target is absent, empty, or what a restore or PostgreSQL made: a wrong path
   * must not empty somebody's directory.
   *
   * @throws RestoreFailedException if one is not
   */
  void require() throws IOException {
    for (RestoreRoot root : roots) {
      if (!isEmpty(root.target()) && !isRecognized(root)) {
        throw new RestoreFailedException(
            "%s is not empty and is no %s: nothing in it is deleted. Name the right directory, or empty it"
                .formatted(
                    root.target(),
                    root.isData()
                        ? "data directory (it has neither PG_VERSION nor what a restore leaves)"
                        : "tablespace (it has no directory PG_…)"));
      }
    }
    requireSameCluster();
    for (RestoreRoot root : roots) {
      requireNoOther(root);
    }
  }

  /** A tablespace's location may hold the directory of another version's cluster, too. */
  private static void requireNoOther(RestoreRoot root) throws IOException {
    if (root.isData() || isEmpty(root.target())) {
      return;
    }
    for (Path path : SortedDirectory.list(root.target())) {
      String name = path.getFileName().toString();
      if (name.startsWith(TABLESPACE) && !Files.isDirectory(root.source().resolve(name))) {
        throw new RestoreFailedException(
            "%s is of another cluster than the backup: nothing is deleted. Name another location"
                .formatted(path));
      }
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    return TargetContent.isNone(directory, Set.of(TargetDirectory.CLAIM));
  }

  private static boolean isRecognized(RestoreRoot root) throws IOException {
    Path target = root.target();
    if (!root.isData()) {
      return SortedDirectory.list(target).stream()
          .anyMatch(path -> path.getFileName().toString().startsWith(TABLESPACE));
    }
    return List.of("PG_VERSION", RestoreRoot.ORIGIN, Restore.WITHHELD_CONTROL_FILE).stream()
        .anyMatch(name -> Files.isRegularFile(target.resolve(name)));
  }

  private void requireSameCluster() throws IOException {
    Path target = roots.get(0).target();
    Optional<SystemIdentifier> found = systemIdentifier(target.resolve(ControlFile.NAME));
    Optional<SystemIdentifier> expected = backup.systemIdentifier();
    if (found.isPresent() && expected.isPresent() && !found.equals(expected)) {
      throw new RestoreFailedException(
          "%s holds another cluster, %s; backup %s is of %s. Restore into another directory, or empty it"
              .formatted(target, found.get(), backup.id(), expected.get()));
    }
  }

  private static Optional<SystemIdentifier> systemIdentifier(Path controlFile) throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(controlFile);
      return Optional.of(ControlFile.parse(bytes).systemIdentifier());
    } catch (NoSuchFileException | IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  /**
   * Returns how files are compared: nothing is believed of a target whose restore did not end, or
   * that does not say which backup it was made from.
   */
  FileComparison comparison() throws IOException {
    Path target = roots.get(0).target();
    boolean whole = Files.isRegularFile(target.resolve(ControlFile.NAME));
    Instant origin = whole ? beginOfOrigin(target.resolve(RestoreRoot.ORIGIN)) : null;
    Instant begin = backup.beginTime().map(OffsetDateTime::toInstant).orElse(null);
    if (origin == null || begin == null) {
      return new FileComparison(null);
    }
    return new FileComparison(origin.isBefore(begin) ? origin : begin);
  }

  private @Nullable Instant beginOfOrigin(Path file) throws IOException {
    try {
      BackupInfo origin = InfoFile.parse(backup.id(), Files.readAllBytes(file));
      return origin.beginTime().map(OffsetDateTime::toInstant).orElse(null);
    } catch (NoSuchFileException | CorruptArchiveException unknown) {
      return null;
    }
  }
}
