/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.internal.pages.PageSuspects;
import io.github.barman4j.internal.pages.PageSuspects.Suspect;
import io.github.barman4j.verify.Problem.Kind;

/**
 * Data pages that are damaged, as problems.
 *
 * @param suspects all with a wrong checksum
 */
record PageFindings(PageSuspects suspects) {

  /** Reports what is left when the cluster is known to have checksums. */
  void report(Findings findings) {
    suspects.damaged().forEach(page -> findings.add(problem(page)));
    if (suspects.more() > 0) {
      findings.note(suspects.more() + " more data pages have a wrong checksum");
    }
  }

  private static Problem problem(Suspect page) {
    String message = "block " + page.block() + ", last changed at " + page.lsn() + ", is damaged";
    return Problem.of(Kind.PAGE_CHECKSUM, page.file().key(), message)
        .at(page.file().path())
        .with("checksum " + page.computed(), page.stored());
  }
}
