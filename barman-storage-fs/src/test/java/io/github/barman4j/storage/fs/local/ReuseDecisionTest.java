/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.storage.fs.local.ReuseDecision.Facts;
import io.github.barman4j.storage.fs.local.ReuseDecision.Verdict;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Barman's rule as a table, and what the strict one does otherwise; the horizon is second 100. */
class ReuseDecisionTest {

  private static final Instant HORIZON = Instant.ofEpochSecond(100, 500_000_000);

  @ParameterizedTest
  @CsvSource({
    // size@time of the file, the same of that in the backup before, Barman's rule, the strict one
    "4@50.0, 4@50.0, UNCHANGED, UNCHANGED",
    "4@50.1, 4@50.9, UNCHANGED, COMPARE",
    "4@50.0, 5@50.0, CHANGED, CHANGED",
    "4@51.0, 4@50.0, CHANGED, CHANGED",
    "4@49.0, 4@50.0, CHANGED, CHANGED",
    "4@99.9, 4@99.9, UNCHANGED, UNCHANGED",
    "4@100.0, 4@100.0, COMPARE, COMPARE",
    "4@100.7, 4@100.7, COMPARE, COMPARE",
    "4@200.0, 4@200.0, COMPARE, COMPARE",
    "4@200.1, 4@200.2, COMPARE, COMPARE",
    "4@200.0, 4@50.0, CHANGED, CHANGED",
    "4@200.0, 3@200.0, CHANGED, CHANGED",
    "0@50.0, 0@50.0, UNCHANGED, UNCHANGED"
  })
  void decides(String file, String reference, Verdict barman, Verdict strict) {
    assertThat(new ReuseDecision(HORIZON, false).of(facts(file), facts(reference)))
        .isEqualTo(barman);
    assertThat(new ReuseDecision(HORIZON, true).of(facts(file), facts(reference)))
        .isEqualTo(strict);
  }

  private static Facts facts(String sizeAndTime) {
    int at = sizeAndTime.indexOf('@');
    return new Facts(
        Long.parseLong(sizeAndTime.substring(0, at)),
        at(Double.parseDouble(sizeAndTime.substring(at + 1))));
  }

  @Test
  void aFileThatTheBackupBeforeLacksHasChanged() {
    assertThat(new ReuseDecision(HORIZON, false).of(new Facts(1, at(1)), null))
        .isEqualTo(Verdict.CHANGED);
  }

  @Test
  void allIsComparedWhereTheBackupBeforeDoesNotSayWhenItBegan() {
    Facts facts = new Facts(1, at(1));
    assertThat(new ReuseDecision(null, false).of(facts, facts)).isEqualTo(Verdict.COMPARE);
  }

  @Test
  void strictlyATimeThatWasSetBackIsSeen() {
    assertThat(new ReuseDecision(HORIZON, true).confirm(at(99))).isEqualTo(Verdict.UNCHANGED);
    assertThat(new ReuseDecision(HORIZON, true).confirm(at(100))).isEqualTo(Verdict.COMPARE);
    assertThat(new ReuseDecision(HORIZON, false).confirm(at(100))).isEqualTo(Verdict.UNCHANGED);
  }

  private static FileTime at(double second) {
    return FileTime.fromMillis(Math.round(second * 1000));
  }
}
