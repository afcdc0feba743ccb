/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a backup that needs the segments 3 to 5, by what is archived. */
class PromotionTest {

  private static final BackupId ID = BackupId.of("20260101T000000");
  private static final String PREFIX = "00000001000000000000000";

  @TempDir Path directory;

  private BackupInfo check(BackupInfo info, String archived) throws IOException {
    LocalSite site = new LocalSite(directory.resolve("home"));
    site.context().metadata().save(info);
    for (char segment : archived.toCharArray()) {
      Path file = site.context().directory().wal(WalSegmentName.parse(PREFIX + segment));
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[1]);
    }
    BackupInfo checked = new Promotion(site.context(), site.wal()).check(ID);
    assertThat(site.context().metadata().find(ID)).contains(checked);
    return checked;
  }

  private static BackupInfo.Builder waiting(BackupStatus status) {
    return BackupInfo.builder(ID)
        .set(BackupField.STATUS, status)
        .set(BackupField.SERVER_NAME, LocalSite.SERVER)
        .set(BackupField.TIMELINE, TimelineId.of(1))
        .set(BackupField.BEGIN_WAL, WalSegmentName.parse(PREFIX + "3"))
        .set(BackupField.END_WAL, WalSegmentName.parse(PREFIX + "5"))
        .set(BackupField.END_XLOG, Lsn.parse("0/5000100"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', WAITING_FOR_WALS",
    "12, WAITING_FOR_WALS",
    "3, WAITING_FOR_WALS",
    "34, WAITING_FOR_WALS",
    "345, DONE",
    "3456, DONE",
    "12345, DONE",
    "4, FAILED",
    "35, FAILED",
    "346, FAILED",
    "6, FAILED"
  })
  void judgesByWhatIsArchived(String archived, BackupStatus expected) throws IOException {
    BackupInfo info =
        check(waiting(BackupStatus.WAITING_FOR_WALS).build(), archived.replace("''", ""));
    assertThat(info.status()).isEqualTo(expected);
    assertThat(info.error().isPresent()).isEqualTo(expected == BackupStatus.FAILED);
  }

  @Test
  void namesTheFirstSegmentThatIsMissing() throws IOException {
    assertThat(check(waiting(BackupStatus.WAITING_FOR_WALS).build(), "35").error())
        .contains(
            "At least one WAL file is missing. The first missing WAL file is " + PREFIX + "4");
  }

  @Test
  void oneThatEndsWithASegmentNeedsNoneAfterIt() throws IOException {
    BackupInfo info =
        waiting(BackupStatus.WAITING_FOR_WALS)
            .set(BackupField.END_XLOG, Lsn.parse("0/5000000"))
            .build();
    assertThat(check(info, "34").status()).isEqualTo(BackupStatus.DONE);
  }

  @Test
  void oneThatSpansTimelinesFails() throws IOException {
    BackupInfo info =
        waiting(BackupStatus.WAITING_FOR_WALS)
            .set(BackupField.END_WAL, WalSegmentName.parse("000000020000000000000005"))
            .build();
    assertThat(check(info, "345").error().orElseThrow()).contains("multiple timelines");
  }

  @ParameterizedTest
  @CsvSource({"DONE", "FAILED", "STARTED", "EMPTY"})
  void oneThatDoesNotWaitIsLeftAlone(BackupStatus status) throws IOException {
    assertThat(check(waiting(status).build(), "5").status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"incoming", "streaming"})
  void aSegmentThatOnlyHasToBeArchivedIsNotMissing(String place) throws IOException {
    Path there = Files.createDirectories(directory.resolve("home/main").resolve(place));
    Files.write(there.resolve(PREFIX + "4"), new byte[1]);
    BackupInfo info = check(waiting(BackupStatus.WAITING_FOR_WALS).build(), "356");
    assertThat(info.status()).isEqualTo(BackupStatus.WAITING_FOR_WALS);
  }
}
