/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether a file can be the WAL segment that its name says: by its size and the header of its
 * first page, not by the records in it.
 */
public final class SegmentCheck {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentCheck.class);

  private final WalSegmentName name;
  private final byte[] beginning;
  private final long bytes;

  /**
   * Makes the check of a file.
   *
   * @param name the file's
   * @param beginning its first {@link WalPageHeader#LENGTH} bytes, or all of a shorter one
   * @param bytes its size
   */
  public SegmentCheck(WalSegmentName name, byte[] beginning, long bytes) {
    this.name = name;
    this.beginning = beginning.clone();
    this.bytes = bytes;
  }

  /** Returns what is wrong with the size, in words; empty if nothing is. */
  public Optional<String> sizeProblem() {
    Optional<Integer> expected =
        WalPageHeader.find(beginning)
            .filter(WalPageHeader::isCertain)
            .map(WalPageHeader::segmentBytes);
    if (expected.isPresent() && expected.get() != bytes) {
      return Optional.of(
          "expected " + expected.get() + " bytes, as its first page says, got " + bytes);
    }
    return WalSegmentSize.isLegal(bytes)
        ? Optional.empty()
        : Optional.of("expected a power of two from 1 MiB to 1 GiB, got " + bytes + " bytes");
  }

  /** Returns what is wrong with size or content, in words; empty if nothing is. */
  public Optional<String> problem() {
    return sizeProblem().or(this::pageProblem);
  }

  private Optional<String> pageProblem() {
    Optional<WalPageHeader> header = WalPageHeader.find(beginning);
    if (header.isEmpty()) {
      return Optional.of(
          isZero()
              ? "it begins with zeros: PostgreSQL has not written it yet"
              : "it does not begin with a page of WAL");
    }
    Optional<String> problem = headerProblem(header.get());
    if (problem.isPresent() && !header.get().isOfKnownVersion()) {
      // A later PostgreSQL may have changed the header; refusing its WAL would stop its archiving.
      LOG.warn("WAL segment {} has an unknown header and is not checked: {}", name, problem.get());
      return Optional.empty();
    }
    return problem;
  }

  private Optional<String> headerProblem(WalPageHeader header) {
    if (!header.isLong()) {
      return Optional.of("its first page has no long header");
    }
    if (header.timeline() == 0 || isBehind(header)) {
      return Optional.of("expected timeline " + name.timeline() + " or before, got " + header);
    }
    WalSegmentSize size = new WalSegmentSize((int) bytes);
    WalSegmentName actual = WalSegmentName.at(name.timeline(), header.pageAddress(), size);
    if (!actual.equals(name) || size.offset(header.pageAddress()) != 0) {
      return Optional.of(
          "expected WAL from "
              + name.beginLsn(size)
              + ", got "
              + header
              + ", which is segment "
              + actual
              + ": a recycled segment that is not written yet, or a wrong name");
    }
    return Optional.empty();
  }

  /** The first page may be an earlier timeline's: a promoted server copies it. */
  private boolean isBehind(WalPageHeader header) {
    return new TimelineId(header.timeline()).compareTo(name.timeline()) > 0;
  }

  private boolean isZero() {
    for (byte b : beginning) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
