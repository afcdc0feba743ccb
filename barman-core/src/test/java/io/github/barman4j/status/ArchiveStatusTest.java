/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.Barman;
import io.github.barman4j.BarmanServer;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.testing.wal.WalSegments;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArchiveStatusTest {

  private static final WalSegmentSize SIZE = new WalSegmentSize(1 << 20);
  private static final WalSegments SEGMENTS = WalSegments.of(new SystemIdentifier(7), SIZE);

  private final MemoryObjectStore store = new MemoryObjectStore("status");
  private final Barman barman = Barman.builder().store(store).build();
  private final BarmanServer server = barman.server("s");

  @AfterEach
  void close() {
    barman.close();
  }

  @Test
  void theWindowBeginsWithTheFirstBackupBehindTheLastGap() throws IOException {
    wal(1, 2, 10);
    wal(1, 13, 20);
    backup("20260301T000000", 1, 3, "DONE");
    backup("20260302T000000", 1, 14, "DONE");
    backup("20260303T000000", 1, 18, "DONE");
    ArchiveStatus status = server.status();
    assertThat(status.firstOfWindow()).map(BackupInfo::id).contains(id("20260302T000000"));
    assertThat(status.recoverableFrom()).map(Object::toString).contains("2026-03-02T00:00:10Z");
    assertThat(status.recoverableTo()).contains(beginOf(21));
    assertThat(status.wal().gaps()).hasSize(1);
    assertThat(status.describe())
        .contains("from 2026-03-02T00:00:10Z to 0/1500000")
        .contains("00000001000000000000000B to 00000001000000000000000C")
        .contains("3 recoverable of 3");
  }

  @Test
  void aBackupWithoutItsOwnWalIsNotRecoverable() throws IOException {
    wal(1, 5, 6);
    backup("20260301T000000", 1, 3, "DONE");
    ArchiveStatus status = server.status();
    assertThat(status.firstOfWindow()).isEmpty();
    assertThat(status.recoverableTo()).isEmpty();
    BackupOverview backup = status.backups().get(0);
    assertThat(backup.isRecoverable()).isFalse();
    assertThat(backup.firstMissing()).contains(segment(1, 3));
    assertThat(status.describe())
        .contains("nothing: there is no backup whose WAL is whole")
        .contains("NOT recoverable: WAL 000000010000000000000003 is missing");
  }

  @Test
  void recoveryGoesOnAlongTheLatestTimeline() throws IOException {
    wal(1, 2, 6);
    wal(2, 5, 9);
    String history = "1\t0/500028\tno recovery target specified\n";
    put("wals/00000002.history", history);
    backup("20260301T000000", 1, 3, "DONE");
    ArchiveStatus status = server.status();
    assertThat(status.recoverableTo()).contains(beginOf(10));
    assertThat(status.picture(20).lines().limit(2).toList())
        .containsExactly("   1 ───B────────", "   2         ────────────");
  }

  @Test
  void failedUnreadableAndKeptBackupsAreTold() throws IOException {
    wal(1, 2, 9);
    backup("20260301T000000", 1, 3, "DONE");
    backup("20260302T000000", 1, 5, "FAILED");
    put("base/20260303T000000/backup.info", "status=DONE\nversion=x\n");
    server.backups().keep(id("20260301T000000"), KeepTarget.FULL);
    ArchiveStatus status = server.status();
    assertThat(status.lastDone()).map(BackupInfo::id).contains(id("20260301T000000"));
    assertThat(status.lastFailed()).map(BackupInfo::id).contains(id("20260302T000000"));
    assertThat(status.describe()).contains("kept full", "unreadable: ", "1 recoverable of 3");
    assertThat(status.picture(30)).contains("K").doesNotContain("B──");
    assertThat(status.toJson())
        .contains("\"recoverable_from\": \"2026-03-01T00:00:10Z\"")
        .contains("\"unreadable\": [\"20260303T000000\"]")
        .contains("\"keep\": \"full\"");
  }

  @Test
  void aTimelineThatARestoredCopyBeganLosesNoBackupOfTheLiveOne() throws IOException {
    wal(1, 2, 9);
    wal(2, 4, 5);
    put("wals/00000002.history", "1\t0/400028\tno recovery target specified\n");
    backup("20260301T000000", 1, 3, "DONE");
    backup("20260302T000000", 1, 6, "DONE");
    ArchiveStatus status = server.status();
    assertThat(status.backups()).allMatch(BackupOverview::isRecoverable);
    assertThat(status.recoverableTo()).contains(beginOf(10));
    assertThat(status.firstOfWindow()).map(BackupInfo::id).contains(id("20260301T000000"));
  }

  @Test
  void aBackupWithAHoleIsNotRecoverable() throws IOException {
    wal(1, 2, 9);
    backup("20260301T000000", 1, 3, "DONE");
    put("base/20260301T000000/data_0002.tar", "");
    assertThat(server.status().firstOfWindow()).isEmpty();
    assertThat(server.status().describe()).contains("NOT recoverable: it is not whole");
  }

  @Test
  void aHistoryThatCannotBeReadIsAGap() throws IOException {
    wal(1, 2, 9);
    put("wals/00000002.history", "what is this\n");
    backup("20260301T000000", 1, 3, "DONE");
    assertThat(server.status().recoverableTo()).contains(beginOf(10));
  }

  @Test
  void anEmptyArchiveHasAStatusToo() {
    ArchiveStatus status = server.status();
    assertThat(status.describe()).contains("0 recoverable of 0");
    assertThat(status.picture(40)).isEmpty();
    assertThat(status.toJson()).contains("\"recoverable_from\": null", "\"wal_segments\": 0");
  }

  private static Lsn beginOf(long number) {
    return new Lsn(number * SIZE.bytes());
  }

  private static BackupId id(String text) {
    return BackupId.of(text);
  }

  private static WalSegmentName segment(int timeline, int number) {
    return WalSegmentName.parse("%08X%08X%08X".formatted(timeline, 0, number));
  }

  private void wal(int timeline, int from, int to) throws IOException {
    for (int number : IntStream.rangeClosed(from, to).toArray()) {
      WalSegmentName name = segment(timeline, number);
      String key = "s/wals/" + name.toString().substring(0, 16) + "/" + name;
      byte[] bytes = SEGMENTS.bytes(name);
      store.put(ObjectKey.of(key), out -> out.write(bytes), PutOptions.overwrite());
    }
  }

  private void backup(String id, int timeline, int segment, String status) throws IOException {
    String time = id.replaceFirst("(....)(..)(..)T.*", "$1-$2-$3");
    put("base/" + id + "/data.tar", "");
    put(
        "base/" + id + "/backup.info",
        "status=%s%nversion=170005%ntimeline=%d%nxlog_segment_size=%d%n"
                .formatted(status, timeline, SIZE.bytes())
            + "begin_wal=%1$s%nend_wal=%1$s%n".formatted(segment(timeline, segment))
            + "begin_xlog=0/%1$X00028%nend_xlog=0/%1$X00100%n".formatted(segment)
            + "begin_time=%1$s 00:00:00+00:00%nend_time=%1$s 00:00:10+00:00%n".formatted(time));
  }

  private void put(String key, String text) throws IOException {
    store.put(ObjectKey.of("s/" + key), ObjectBody.of(text), PutOptions.overwrite());
  }
}
