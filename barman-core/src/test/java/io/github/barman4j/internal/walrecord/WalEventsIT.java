/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.walrecord;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.postgres.PsqlTools;
import io.github.barman4j.testing.process.Peers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we see in WAL of real servers is what PostgreSQL's own pg_waldump sees. */
class WalEventsIT {

  private static final WalSegmentSize SIZE = new WalSegmentSize(1 << 20);
  private static final int FLIPS = 400;
  private static final Pattern EVENT =
      Pattern.compile(
          ".* tx: +(\\d+), lsn: (\\S+), prev \\S+ desc:"
              + " (COMMIT|ABORT|COMMIT_PREPARED|ABORT_PREPARED|RESTORE_POINT) (?:(\\d+): )?(.*)");
  private static final Pattern TIME = Pattern.compile("(\\S+) (\\S+) [A-Z+].*");

  @TempDir private Path wal;

  @ParameterizedTest
  @ValueSource(ints = {15, 18})
  void eventsAreThoseThatPgWaldumpPrints(int major) throws IOException {
    PsqlTools tools = Peers.require(major == 15 ? PsqlTools.debian15() : PsqlTools.newest18());
    List<WalSegmentName> segments = write(major);

    List<WalEvent> printed = printed(tools, segments);
    assertThat(printed.stream().filter(e -> e.kind() == WalEvent.Kind.COMMIT).count())
        .isGreaterThan(3000);
    assertThat(printed.stream().filter(e -> e.kind() == WalEvent.Kind.ABORT).count())
        .isGreaterThan(200);
    assertThat(segments).hasSizeGreaterThan(5);
    assertThat(read(segments)).containsExactlyElementsOf(printed);
    damagedSegmentsEndOrFailButNeverHang(segments.get(1));
  }

  private void damagedSegmentsEndOrFailButNeverHang(WalSegmentName segment) throws IOException {
    byte[] sound = Files.readAllBytes(wal.resolve(segment.toString()));
    Random random = new Random(20310506);
    for (int i = 0; i < FLIPS; i++) {
      byte[] damaged = sound.clone();
      for (int flip = 0; flip <= i % 3; flip++) {
        damaged[random.nextInt(damaged.length / 4)] ^= (byte) (1 << random.nextInt(8));
      }
      WalEventsTest.drain(damaged, new Lsn(-1L));
    }
  }

  private List<WalSegmentName> write(int major) throws IOException {
    try (PostgresServer server =
        PostgresServer.builder(major)
            .walSegmentSize(SIZE.bytes())
            .setting("max_prepared_transactions", "10")
            .setting("wal_level", "logical")
            .archiveInto(wal)
            .start()) {
      manyTransactions(server);
      preparedTransactions(server);
      restorePoints(server);
      server.switchWal();
      server.stop();
    }
    try (Stream<Path> files = Files.list(wal)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.length() == 24)
          .sorted()
          .map(WalSegmentName::parse)
          .toList();
    }
  }

  private static void manyTransactions(PostgresServer server) {
    server.execute(
        "CREATE TABLE t (i int, filler text)",
        "CREATE PROCEDURE load(n int) LANGUAGE plpgsql AS $$ BEGIN FOR i IN 1..n LOOP"
            + " INSERT INTO t VALUES (i, repeat(md5(i::text), i % 60));"
            + " IF i % 10 = 0 THEN ROLLBACK; ELSE COMMIT; END IF; END LOOP; END $$",
        "CALL load(4000)",
        "DO $$ BEGIN FOR i IN 1..200 LOOP"
            + " EXECUTE 'CREATE TABLE dropped' || i || ' (n int primary key)'; END LOOP; END $$",
        "DO $$ BEGIN FOR i IN 1..100 LOOP" + " EXECUTE 'DROP TABLE dropped' || i; END LOOP; END $$",
        "DO $$ BEGIN FOR i IN 1..300 LOOP BEGIN INSERT INTO t VALUES (i);"
            + " EXCEPTION WHEN division_by_zero THEN NULL; END; END LOOP; END $$",
        "SELECT pg_logical_emit_message(true, 'large', repeat('x', 3000000))");
  }

  private static void preparedTransactions(PostgresServer server) {
    for (String end : List.of("COMMIT", "ROLLBACK")) {
      server.execute(
          "BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'simple'",
          end + " PREPARED 'simple'",
          "BEGIN; SAVEPOINT a; INSERT INTO t VALUES (1); SAVEPOINT b; INSERT INTO t VALUES (2);"
              + " CREATE TABLE made_"
              + end
              + " (n int primary key, t text);"
              + " DROP TABLE dropped150, dropped151, dropped"
              + (end.equals("COMMIT") ? 160 : 161)
              + "; PREPARE TRANSACTION 'many''s'",
          end + " PREPARED 'many''s'",
          "CREATE TABLE dropped150 ()".replace("dropped150", "again_" + end));
      if (end.equals("COMMIT")) {
        server.execute("CREATE TABLE dropped150 (n int)", "CREATE TABLE dropped151 (n int)");
      }
    }
  }

  private static void restorePoints(PostgresServer server) {
    server.execute(
        "SELECT pg_create_restore_point('a')",
        "SELECT pg_create_restore_point('with blanks and ä')",
        "SELECT pg_create_restore_point('" + "n".repeat(62) + "')");
  }

  /** Reads as planning does: segment by segment, on into the next one where a record goes on. */
  private List<WalEvent> read(List<WalSegmentName> segments) throws IOException {
    List<WalEvent> all = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      List<InputStream> streams = new ArrayList<>();
      for (WalSegmentName segment : segments.subList(i, segments.size())) {
        streams.add(new ByteArrayInputStream(Files.readAllBytes(wal.resolve(segment.toString()))));
      }
      Lsn limit = segments.get(i).next(SIZE).beginLsn(SIZE);
      all.addAll(
          WalEventsTest.events(new SequenceInputStream(Collections.enumeration(streams)), limit));
    }
    return all;
  }

  private List<WalEvent> printed(PsqlTools tools, List<WalSegmentName> segments) {
    String last = segments.get(segments.size() - 1).toString();
    String output =
        tools.run("pg_waldump", "-p", wal.toString(), segments.get(0).toString(), last).stdout();
    return output.lines().map(WalEventsIT::event).flatMap(Optional::stream).toList();
  }

  private static Optional<WalEvent> event(String line) {
    Matcher event = EVENT.matcher(line.replaceFirst(", desc:", " desc:"));
    if (!event.matches()) {
      return Optional.empty();
    }
    Lsn lsn = Lsn.parse(event.group(2));
    String text = event.group(5);
    if (event.group(3).equals("RESTORE_POINT")) {
      return Optional.of(new WalEvent(WalEvent.Kind.RESTORE_POINT, lsn, 0, Instant.EPOCH, text));
    }
    String xid = event.group(4) == null ? event.group(1) : event.group(4);
    String kind = event.group(3).split("_")[0].toUpperCase(Locale.ROOT);
    return Optional.of(
        new WalEvent(WalEvent.Kind.valueOf(kind), lsn, Long.parseLong(xid), time(text), ""));
  }

  private static Instant time(String text) {
    Matcher time = TIME.matcher(text);
    assertThat(time.matches()).as(text).isTrue();
    return LocalDateTime.parse(time.group(1) + "T" + time.group(2))
        .atZone(ZoneId.systemDefault())
        .toInstant();
  }
}
