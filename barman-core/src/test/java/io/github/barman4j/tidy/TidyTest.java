/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.tidy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.barman4j.ServerContext;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class TidyTest {

  private static final Instant NOW = Instant.parse("2030-06-30T20:00:00Z");

  private final AtomicReference<Instant> written = new AtomicReference<>(NOW);
  private final MemoryObjectStore store = new MemoryObjectStore("tidy", written::get);
  private final Tidy tidy =
      new Tidy(new ServerContext(store, "srv", Runnable::run, Clock.fixed(NOW, ZoneOffset.UTC)));

  @Test
  void notesOfDeadBackupsGo() throws IOException {
    put(2, "srv/barman4j/running/20300628T100000");
    put(2, "srv/barman4j/running/20300628T110000");
    put(2, "srv/base/20300628T110000/backup.info");
    TidyPlan plan = tidy.plan();
    assertThat(plan.describe()).contains("has written nothing", "has ended");
    assertThat(tidy.apply(plan).removed()).hasSize(2);
    assertThat(tidy.plan().items()).isEmpty();
  }

  @Test
  void noteOfABackupThatMayStillRunStays() throws IOException {
    put(0, "srv/barman4j/running/20300630T100000");
    put(2, "srv/barman4j/running/20300628T100000");
    put(2, "srv/base/20300628T100000/data.tar");
    assertThat(tidy.plan().items()).as("young, or with data that retention judges").isEmpty();
  }

  @Test
  void whatBeganToBeUsedAfterThePlanStays() throws IOException {
    put(2, "srv/barman4j/running/20300628T100000");
    TidyPlan plan = tidy.plan();
    put(0, "srv/base/20300628T100000/data.tar");
    assertThat(tidy.apply(plan).removed()).isEmpty();
    assertThat(tidy.apply(plan).stayed()).hasSize(1);
  }

  @Test
  void theGraceTimeIsAtLeastAnHour() {
    assertThatIllegalArgumentException().isThrownBy(() -> tidy.plan(Duration.ofMinutes(59)));
  }

  private void put(int daysAgo, String key) throws IOException {
    written.set(NOW.minus(Duration.ofDays(daysAgo)));
    store.put(ObjectKey.of(key), ObjectBody.of("x"), PutOptions.overwrite());
  }
}
