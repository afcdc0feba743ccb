/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.internal.pages.PageCounts;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is looked at, from all threads. Thread-safe. */
final class Tally implements PageCounts {

  final LongAdder parts = new LongAdder();
  final LongAdder files = new LongAdder();
  final LongAdder bytes = new LongAdder();
  final LongAdder pages = new LongAdder();
  final LongAdder pagesUnchecked = new LongAdder();
  final LongAdder walSegments = new LongAdder();

  @Override
  public void checked() {
    pages.increment();
  }

  @Override
  public void unchecked() {
    pagesUnchecked.increment();
  }

  VerificationReport.Counts counts() {
    return new VerificationReport.Counts(
        parts.sum(),
        files.sum(),
        bytes.sum(),
        pages.sum(),
        pagesUnchecked.sum(),
        walSegments.sum());
  }
}
