/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.archive.Parallel;
import io.github.barman4j.internal.pages.PageSuspects;
import io.github.barman4j.storage.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the threads of one verification share. Thread-safe. */
final class VerifyRun {

  private final ServerContext context;
  private final VerifyOptions options;
  private final SafeVerifyListener listener;
  private final Findings findings;
  private final Tally tally = new Tally();
  private final Essentials essentials = new Essentials();
  private final PageSuspects pages;
  private final AtomicLong bytesRead = new AtomicLong();
  private final AtomicLong partialPages = new AtomicLong();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final List<ManifestCandidate> manifests = new ArrayList<>();
  private volatile long bytesTotal;
  private volatile boolean checksumsOff;

  VerifyRun(ServerContext context, VerifyOptions options, BackupInfo info, Findings findings) {
    this.context = context;
    this.options = options;
    this.listener = new SafeVerifyListener(options.listener());
    this.findings = findings;
    this.pages = new PageSuspects(info.beginLsn(), info.endLsn(), tally);
  }

  ObjectStore store() {
    return context.store();
  }

  Findings findings() {
    return findings;
  }

  Tally tally() {
    return tally;
  }

  Essentials essentials() {
    return essentials;
  }

  PageSuspects pages() {
    return pages;
  }

  boolean wantsPages() {
    return options.checksPages() && !checksumsOff;
  }

  /** Takes it as known that pages have no checksums. */
  void setChecksumsOff() {
    checksumsOff = true;
  }

  void setBytesTotal(long bytes) {
    bytesTotal = bytes;
  }

  /** Counts bytes read from the store. */
  void read(int count) {
    checkGoesOn();
    listener.progress(bytesRead.addAndGet(count), bytesTotal);
  }

  /**
   * Returns if the work may go on.
   *
   * @throws OperationCancelledException if the caller does not want it to, or another thread failed
   */
  void checkGoesOn() {
    options.cancellation().throwIfCancelled();
    if (failure.get() != null) {
      throw new OperationCancelledException("Verifying ended because another thread failed");
    }
  }

  void notePartialPage() {
    partialPages.incrementAndGet();
  }

  long partialPages() {
    return partialPages.get();
  }

  synchronized void found(ManifestCandidate manifest) {
    manifests.add(manifest);
  }

  /** Returns the manifests found so far. */
  synchronized List<ManifestCandidate> manifests() {
    return List.copyOf(manifests);
  }

  /**
   * Returns how the work on each item went, done in several threads.
   *
   * @throws RuntimeException what the work threw first; the others then end at their next read
   */
  <T> List<Boolean> each(List<T> items, Predicate<T> work) {
    try {
      return Parallel.map(
          context.executor(), options.workers(), items, item -> attempt(item, work));
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
      throw Objects.requireNonNullElse(failure.get(), e);
    }
  }

  private <T> boolean attempt(T item, Predicate<T> work) {
    try {
      checkGoesOn();
      return work.test(item);
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
      throw e;
    }
  }
}
