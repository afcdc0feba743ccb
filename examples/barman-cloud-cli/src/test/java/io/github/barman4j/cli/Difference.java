/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static io.github.barman4j.cli.Aspect.EXIT;
import static io.github.barman4j.cli.Aspect.FILES;
import static io.github.barman4j.cli.Aspect.OBJECTS;
import static io.github.barman4j.cli.Aspect.STDOUT;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** In what these programs differ from Barman's on purpose; docs/cli-differences.md says it too. */
enum Difference {
  NEVER_OVERWRITES_WAL(EXIT, OBJECTS),
  REFUSES_WHAT_IS_NO_WAL(EXIT, OBJECTS),
  COMPLETE_BEFORE_PARTIAL(EXIT, FILES),
  EXACT_NAME_OR_CODEC(EXIT, FILES),
  NO_HALF_WRITTEN_FILE(FILES),
  DAMAGE_IS_AN_ERROR(EXIT, FILES),
  BACKUP_HISTORY_IS_FETCHED(EXIT, FILES),
  NEVER_CREATES_BUCKETS(EXIT, OBJECTS),
  MORE_PARTS(OBJECTS),
  NAMES_ARE_CHECKED(EXIT, STDOUT, FILES),
  NO_SNAPSHOTS(EXIT),
  HELP_TEXT(STDOUT),
  DRY_RUN_TEXT(STDOUT),
  SAFER_RETENTION(EXIT, OBJECTS, STDOUT),
  MORE_FORGIVING(EXIT, OBJECTS, STDOUT, FILES),
  FAILED_IS_NOT_LATEST(EXIT, STDOUT, FILES),
  AS_LATER_BARMAN(EXIT, OBJECTS, STDOUT, FILES);

  private final Set<Aspect> aspects;

  Difference(Aspect first, Aspect... more) {
    this.aspects = EnumSet.of(first, more);
  }

  /** Returns what any of them can make differ. */
  static Set<Aspect> aspects(Collection<Difference> differences) {
    Set<Aspect> all = EnumSet.noneOf(Aspect.class);
    differences.forEach(difference -> all.addAll(difference.aspects));
    return all;
  }
}
