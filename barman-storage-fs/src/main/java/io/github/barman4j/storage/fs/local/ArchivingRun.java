/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.postgres.WalFileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One passage through {@code incoming}, under the lock of archiving. For one thread. */
final class ArchivingRun {

  private static final Logger LOG = LoggerFactory.getLogger(ArchivingRun.class);

  /** How long a file that is not complete may be one that somebody writes in place. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Incoming incoming;
  private final WalPlacement placement;
  private final CancellationToken cancellation;
  private final List<WalFileName> archived = new ArrayList<>();
  private final List<WalFileName> duplicates = new ArrayList<>();
  private final List<WalFileName> unfinished = new ArrayList<>();
  private final List<Path> conflicts = new ArrayList<>();
  private final List<Path> damaged = new ArrayList<>();
  private final List<Path> unknown = new ArrayList<>();
  private @Nullable IOException failure;

  ArchivingRun(Incoming incoming, WalPlacement placement, CancellationToken cancellation) {
    this.incoming = incoming;
    this.placement = placement;
    this.cancellation = cancellation;
  }

  /** Returns that another process is at it. */
  static ArchivingResult busy() {
    return new ArchivingResult(
        true, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  /** Archives everything; a file that cannot be read does not keep the others from it. */
  ArchivingResult run() throws IOException {
    incoming.sweep();
    for (Path file : incoming.list()) {
      cancellation.throwIfCancelled();
      archiveOrRemember(file);
    }
    incoming.sync();
    if (failure != null) {
      throw failure;
    }
    return new ArchivingResult(
        false, archived, duplicates, unfinished, conflicts, damaged, unknown);
  }

  private void archiveOrRemember(Path file) throws IOException {
    try {
      archive(file);
    } catch (NoSuchFileException e) {
      LOG.debug("{} has gone meanwhile", file, e);
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      } else if (failure == null) {
        failure = e;
      } else {
        failure.addSuppressed(e);
      }
    }
  }

  private void archive(Path file) throws IOException {
    Optional<WalFileName> name = WalFileName.find(Disk.name(file));
    if (name.isEmpty() || !Disk.isFile(file)) {
      setAside(file, "unknown", unknown, "is no WAL");
      return;
    }
    WalContent content = WalContent.of(name.get(), file);
    Optional<String> problem = content.problem();
    if (problem.isEmpty()) {
      place(content);
    } else if (incoming.age(file).compareTo(PATIENCE) < 0) {
      LOG.info("{} is left for the next time: {}", file, problem.get());
      unfinished.add(name.get());
    } else {
      setAside(file, "error", damaged, problem.get());
    }
  }

  private void place(WalContent content) throws IOException {
    WalPlacement.Outcome outcome = placement.adopt(content, cancellation);
    if (outcome == WalPlacement.Outcome.CONFLICT) {
      setAside(content.file(), "duplicate", conflicts, "is not what is archived by that name");
      return;
    }
    Files.delete(content.file());
    boolean isNew = outcome == WalPlacement.Outcome.ARCHIVED;
    (isNew ? archived : duplicates).add(content.name());
    LOG.debug("{} {}", content.name(), isNew ? "is archived" : "was archived before");
  }

  private void setAside(Path file, String suffix, List<Path> list, String why) throws IOException {
    Path aside = incoming.setAside(file, suffix);
    LOG.warn("{} is not archived, it is {} now: {}", file, aside, why);
    list.add(aside);
  }
}
