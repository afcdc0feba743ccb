/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.walrecord;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.BarmanException;
import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.postgres.Lsn;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What is read from WAL that no server wrote, or that one did not finish. */
class WalEventsTest {

  private static final Lsn NO_LIMIT = new Lsn(-1L);
  private static final int PAGE = WalWriter.PAGE;

  /** Restore points have times, which pg_waldump does not print: left out to compare. */
  static List<WalEvent> events(InputStream wal, Lsn limit) throws IOException {
    List<WalEvent> found = new ArrayList<>();
    try (WalEvents events = new WalEvents(wal, limit)) {
      for (Optional<WalEvent> e = events.next(); e.isPresent(); e = events.next()) {
        WalEvent event = e.get();
        found.add(
            event.endsTransaction()
                ? event
                : new WalEvent(event.kind(), event.lsn(), 0, Instant.EPOCH, event.name()));
      }
      assertThat(events.next()).as("after the end").isEmpty();
    }
    return found;
  }

  /** Reads to the end, which may be an error of ours but no other. */
  static void drain(byte[] wal, Lsn limit) throws IOException {
    try {
      assertThat(events(new ByteArrayInputStream(wal), limit)).hasSizeLessThanOrEqualTo(wal.length);
    } catch (BarmanException typed) {
      assertThat(typed).isInstanceOf(UnsupportedFormatException.class);
    }
  }

  private static List<String> names(byte[] wal) throws IOException {
    return events(new ByteArrayInputStream(wal), NO_LIMIT).stream().map(WalEvent::name).toList();
  }

  @Property(tries = 500)
  void noiseEnds(@ForAll @Size(max = 3 * 8192) byte[] noise) throws IOException {
    drain(noise, NO_LIMIT);
  }

  @Property(tries = 500)
  void noiseBehindAGoodPageHeaderEnds(@ForAll @Size(min = 200, max = 8000) byte[] noise)
      throws IOException {
    byte[] wal = Arrays.copyOf(new WalWriter().bytes(), 2 * PAGE);
    System.arraycopy(noise, 0, wal, 40, noise.length);
    drain(wal, NO_LIMIT);
  }

  @Property(tries = 1000)
  void flippedBitsEnd(
      @ForAll @IntRange(max = 4 * 8192 - 1) int first,
      @ForAll @IntRange(max = 200) int second,
      @ForAll @IntRange(max = 7) int bit)
      throws IOException {
    WalWriter writer = new WalWriter();
    for (int i = 0; i < 60; i++) {
      writer.restorePoint("p" + i).filler(400);
    }
    byte[] wal = Arrays.copyOf(writer.bytes(), 4 * PAGE);
    wal[first] ^= (byte) (1 << bit);
    wal[second] ^= (byte) (1 << bit);
    drain(wal, NO_LIMIT);
  }

  @Test
  void eventsAreReadOverPages() throws IOException {
    WalWriter writer = new WalWriter().restorePoint("one").filler(20_000).restorePoint("two");
    assertThat(names(writer.bytes())).containsExactly("one", "two");
  }

  @Test
  void zerosAreTheEnd() throws IOException {
    byte[] wal = Arrays.copyOf(new WalWriter().restorePoint("one").bytes(), 10 * PAGE);
    assertThat(names(wal)).containsExactly("one");
  }

  /** Recycled segments hold the WAL of an earlier use behind what has been written. */
  @Test
  void whatAnEarlierUseOfTheFileLeftIsNotReadInTheMiddleOfARecord() throws IOException {
    byte[] cut = new WalWriter().restorePoint("one").filler(20_000).bytes();
    byte[] stale = new WalWriter(0x5000000).restorePoint("stale").filler(16_000).bytes();
    byte[] wal = Arrays.copyOf(cut, 4 * PAGE);
    System.arraycopy(stale, 0, wal, PAGE, 2 * PAGE);
    assertThat(names(wal)).containsExactly("one");
  }

  /** PostgreSQL 14 on: after a crash the record that was cut is left, and another one follows. */
  @Test
  void aRecordThatWasOverwrittenAfterACrashIsLeftOut() throws IOException {
    byte[] cut = new WalWriter().restorePoint("one").filler(20_000).bytes();
    WalWriter after = new WalWriter().filler(8000).overwriting().restorePoint("two");
    byte[] wal = Arrays.copyOf(cut, 2 * PAGE);
    System.arraycopy(after.bytes(), PAGE, wal, PAGE, PAGE);
    assertThat(names(wal)).containsExactly("one", "two");
  }

  @Test
  void aPageThatDoesNotGoOnWithTheRecordIsTheEnd() throws IOException {
    byte[] cut = new WalWriter().restorePoint("one").filler(20_000).bytes();
    byte[] wal = Arrays.copyOf(cut, 2 * PAGE);
    wal[PAGE + 2] = 0;
    assertThat(names(wal)).containsExactly("one");
  }

  @Test
  void anUnterminatedNameIsReadToTheEndOfItsField() throws IOException {
    byte[] full = "x".repeat(64).getBytes(UTF_8);
    assertThat(names(new WalWriter().restorePoint(full).bytes())).containsExactly("x".repeat(64));
    byte[] cut = "x".repeat(30).getBytes(UTF_8);
    assertThat(names(new WalWriter().restorePoint(cut).bytes())).hasSize(1);
  }

  @Test
  void pagesOfAnotherSizeAreNamed() {
    byte[] wal = new WalWriter().restorePoint("one").bytes();
    wal[37] = 0x40;
    assertThatThrownBy(() -> names(wal))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("16384");
  }
}
