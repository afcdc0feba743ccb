/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupPart;
import io.github.barman4j.internal.io.ParallelTasks;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.internal.targets.TargetDirectory;
import io.github.barman4j.internal.work.SafeListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Extracts all parts of a backup, several at a time, the largest first. */
final class Extraction {

  private final ServerContext context;
  private final ExtractedBackup backup;
  private final RestoreOptions options;
  private final RestoreTargets targets;
  private final SyncAhead syncAhead = new SyncAhead();
  private final PartInputs inputs;
  private final RestoredPages pages;
  private final ExtractionLimit limit;
  private final RootFiles rootFiles = new RootFiles();
  private final SafeListener listener;
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private final WrittenSums sums = new WrittenSums();
  private final List<String> damagedPages = new ArrayList<>();
  private final List<String> unproved = new ArrayList<>();
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  Extraction(
      ServerContext context,
      ExtractedBackup backup,
      RestoreOptions options,
      RestoreTargets targets) {
    this.context = context;
    this.backup = backup;
    this.options = options;
    this.targets = targets;
    this.pages = new RestoredPages(backup.info(), options.pageChecks());
    this.limit = new ExtractionLimit(backup.bytes());
    this.listener = SafeListener.of(options.listener());
    this.inputs = new PartInputs(context.store(), backup.parts(), options);
  }

  void run() throws IOException {
    List<PartExtraction> tasks = new ArrayList<>();
    for (int i = 0; i < backup.parts().size(); i++) {
      tasks.add(task(backup.parts().get(i), i));
    }
    tasks.sort(Comparator.comparingLong(PartExtraction::size).reversed());
    if (options.durability() == RestoreDurability.SYNCED) {
      syncAhead.begin();
    }
    try {
      new ParallelTasks(tasks.iterator(), options.cancellation())
          .run(context.executor(), Math.min(options.workers(), tasks.size()));
    } finally {
      syncAhead.end();
    }
  }

  private PartExtraction task(BackupPart part, int index) {
    PartName name = PartName.find(part.key().lastName()).orElseThrow();
    boolean isData = name.isData();
    TargetDirectory target =
        isData ? targets.data() : targets.tablespace(Long.parseLong(name.base()));
    PartTarget root = new PartTarget(target, isData);
    return new PartExtraction(this, part, index, root);
  }

  RestoreResult result(Duration elapsed, long walSegments, RestoredArchiving archiving) {
    return new RestoreResult(
        options.dataDirectory(),
        files.get(),
        bytes.get(),
        walSegments,
        archiving,
        elapsed,
        unproved,
        damagedPages,
        warnings);
  }

  /** Opens the decoded bytes of a part. */
  InputStream open(BackupPart part) throws IOException {
    return inputs.open(part, this::read);
  }

  RestoredPages pages() {
    return pages;
  }

  ExtractionLimit limit() {
    return limit;
  }

  RootFiles rootFiles() {
    return rootFiles;
  }

  /** Bytes of a part were read; ends the extraction if it was cancelled. */
  private void read(int count) {
    options.cancellation().throwIfCancelled();
    listener.progress(read.addAndGet(count), backup.bytes());
  }

  /** Proves what was extracted by the backup's manifest. */
  void prove() throws IOException {
    damagedPages.addAll(
        pages.damaged(new RestoredTree(targets.data().path()).withheldControlFile()));
    unproved.addAll(new ManifestProof(backup.info(), targets, sums).run());
  }

  void written(Path file, long size, int checksum) {
    sums.put(file, checksum);
    syncAhead.written(file, size);
    files.incrementAndGet();
    bytes.addAndGet(size);
  }

  void warn(String warning) {
    warnings.add(warning);
  }
}
