/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.pages;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of data pages: a fork of a table or index, cut into segments of 1 GiB. Temporary relations
 * are none: their pages may be torn, and nobody reads them after a restore.
 *
 * @param relation the path of the first segment of the main fork
 * @param fork {@code main}, {@code fsm}, {@code vm} or {@code init}
 * @param firstBlock the number of the first page in the file
 */
public record RelationFile(String relation, String fork, long firstBlock) {

  private static final long PAGES_PER_SEGMENT = (1L << 30) / PageChecksum.PAGE;
  private static final String DIRECTORY =
      "(?:global|base/\\d{1,10}|pg_tblspc/\\d{1,10}/PG_[^/]+/\\d{1,10})/";
  private static final Pattern NAME =
      Pattern.compile("(" + DIRECTORY + "\\d{1,10})(?:_(fsm|vm|init))?(?:\\.(\\d{1,6}))?");

  /** Reads a path below the data directory; empty if no data pages lie there. */
  public static Optional<RelationFile> find(String path) {
    Matcher matcher = NAME.matcher(path);
    return matcher.matches() ? Optional.of(of(matcher)) : Optional.empty();
  }

  private static RelationFile of(Matcher matcher) {
    String fork = matcher.group(2) == null ? "main" : matcher.group(2);
    long segment = matcher.group(3) == null ? 0 : Long.parseLong(matcher.group(3));
    return new RelationFile(matcher.group(1), fork, segment * PAGES_PER_SEGMENT);
  }

  /** Tells whether it is the empty copy that an unlogged relation is reset to by recovery. */
  public boolean isInitFork() {
    return fork.equals("init");
  }
}
