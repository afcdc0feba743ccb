/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.infofile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.internal.infofile.InfoFile.Profile;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.postgres.WalSegmentSize;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InfoFileTest {

  private static final BackupId ID = BackupId.of("20291103T213005");

  /** Two tablespaces, a name, PostgreSQL 17: the form of Barman 3.17's own files. */
  private static final String NAMED =
      """
      backup_label='START WAL LOCATION: 7/C1000060 (file 0000000500000007000000C1)\\nCHECKPOINT LOCATION: 7/C10000B8\\nBACKUP METHOD: streamed\\nBACKUP FROM: primary\\nSTART TIME: 2029-11-03 21:30:05 CET\\nLABEL: Barman backup cloud 20291103T213005\\nSTART TIMELINE: 5\\n'
      backup_name=end of quarter
      begin_offset=96
      begin_time=2029-11-03 21:30:05.004200+01:00
      begin_wal=0000000500000007000000C1
      begin_xlog=7/C1000060
      children_backup_ids=None
      cluster_size=31415926535
      compression=None
      config_file=/etc/postgresql/17/shop/postgresql.conf
      copy_stats={'total_time': 12.25, 'number_of_workers': 3, 'analysis_time': 0, 'analysis_time_per_item': {'17001': 0, 'data': 0}, 'copy_time': 1e-05}
      data_checksums=off
      deduplicated_size=None
      encryption=None
      end_offset=512
      end_time=2029-11-03 21:41:00+01:00
      end_wal=0000000500000007000000C3
      end_xlog=7/C3000200
      error=None
      hba_file=/etc/postgresql/17/shop/pg_hba.conf
      ident_file=/etc/postgresql/17/shop/pg_ident.conf
      included_files=['/etc/postgresql/17/shop/conf.d/a.conf']
      mode=None
      parent_backup_id=None
      pgdata=/data/shop
      server_name=cloud
      size=None
      status=DONE
      summarize_wal=on
      systemid=9876543210987654321
      tablespaces=[('ssd', 17001, '/ssd/shop'), ("tim's", 17002, '/tape drive')]
      timeline=5
      version=170009
      xlog_segment_size=67108864
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {"named", "failed-at-once", "failed-copying", "relayed", "incremental", "snapshot"})
  void filesOfBarmanAreReproducedToTheByte(String example) {
    String text = InfoFileExamples.text(example, NAMED);
    assertThat(InfoFile.format(InfoFile.parse(ID, text), Profile.MODERN)).isEqualTo(text);
  }

  @Test
  void everyFieldIsRead() {
    BackupInfo info = InfoFile.parse(ID, NAMED);
    assertThat(info.id()).isEqualTo(ID);
    assertThat(info.name()).contains("end of quarter");
    assertThat(info.status()).isEqualTo(BackupStatus.DONE);
    assertThat(info.beginTime()).hasToString("Optional[2029-11-03T21:30:05.004200+01:00]");
    assertThat(info.beginWal()).hasToString("Optional[0000000500000007000000C1]");
    assertThat(info.endLsn()).contains(Lsn.parse("7/C3000200"));
    assertThat(info.version()).contains(new PostgresVersion(170009));
    assertThat(info.systemIdentifier()).hasToString("Optional[9876543210987654321]");
    assertThat(info.walSegmentSize()).isEqualTo(new WalSegmentSize(64 << 20));
    assertThat(info.tablespaces())
        .containsExactly(
            new Tablespace("ssd", 17001, "/ssd/shop"),
            new Tablespace("tim's", 17002, "/tape drive"));
    assertThat(info.backupLabel().orElseThrow().text()).endsWith("START TIMELINE: 5\n");
    assertThat(info.clusterSize()).contains(31415926535L);
    assertThat(info.find(BackupField.INCLUDED_FILES))
        .contains(List.of("/etc/postgresql/17/shop/conf.d/a.conf"));
    Map<?, ?> stats = (Map<?, ?>) info.find(BackupField.COPY_STATS).orElseThrow();
    assertThat((Object) stats.get("number_of_workers")).isEqualTo(3L);
  }

  @Test
  void legacyFilesHaveOnlyKeysOfBarman3Dot4() {
    List<String> keys = keys(InfoFile.format(InfoFile.parse(ID, NAMED), Profile.LEGACY));
    assertThat(keys)
        .hasSize(28)
        .isSorted()
        .contains("backup_name")
        .doesNotContain(
            "children_backup_ids",
            "cluster_size",
            "data_checksums",
            "encryption",
            "parent_backup_id",
            "summarize_wal",
            "snapshots_info");
  }

  @Test
  void legacyFilesWithoutANameHave27Keys() {
    BackupInfo info = BackupInfo.builder(ID).build();
    assertThat(keys(InfoFile.format(info, Profile.LEGACY)))
        .hasSize(27)
        .doesNotContain("backup_name");
    assertThat(keys(InfoFile.format(info, Profile.MODERN))).hasSize(33);
  }

  @Test
  void statusAndSegmentSizeAreNeverNone() {
    assertThat(InfoFile.format(BackupInfo.builder(ID).build(), Profile.LEGACY))
        .contains("\nstatus=EMPTY\n", "\nxlog_segment_size=16777216\n", "\nversion=None\n");
  }

  @Test
  void incrementalsAreNotWrittenInTheLegacyProfileWhichWouldMakeThemLookWhole() {
    BackupInfo info =
        BackupInfo.builder(ID).set(BackupField.PARENT_BACKUP_ID, "20291101T000000").build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InfoFile.format(info, Profile.LEGACY))
        .withMessageContaining("incremental");
  }

  @Test
  void fourKeysAreEnough() {
    BackupInfo info =
        InfoFile.parse(
            ID,
            "version=150004\nstatus=DONE\nbegin_wal=00000001000000000000000A\n"
                + "end_time=2029-11-03 21:41:00+01:00");
    assertThat(info.status().isRestorable()).isTrue();
    assertThat(info.timeline()).hasToString("Optional[1]");
    assertThat(info.walSegmentSize()).isEqualTo(WalSegmentSize.DEFAULT);
    assertThat(info.endLsn()).isEmpty();
  }

  @Test
  void anEmptyFileIsABackupOfWhichNothingIsKnown() {
    assertThat(InfoFile.parse(ID, "").status()).isEqualTo(BackupStatus.EMPTY);
  }

  @Test
  void orderBlanksCommentsAndLineEndsAreFree() {
    String text =
        "\ufeff# made by hand\r\n\r\n  version = 130021 \r\nstatus=FAILED\rstatus=DONE\r\n#timeline=9\r\n";
    BackupInfo info = InfoFile.parse(ID, text);
    assertThat(info.version()).contains(new PostgresVersion(130021));
    assertThat(info.status()).as("of two equal keys the last counts").isEqualTo(BackupStatus.DONE);
    assertThat(info.timeline()).isEmpty();
  }

  @Test
  void formsOfOldAndForeignWritersAreRead() {
    BackupInfo info =
        InfoFile.parse(
            ID,
            """
            backup_label=u'LABEL: caf\\xe9\\n'
            begin_time=Sat Nov  3 21:30:05 2029
            tablespaces=[[u'ssd', '17001', "/ssd"], ('b', 17002L, '/b'),]
            included_files=[]
            copy_stats={}
            error=
            systemid=None
            """);
    assertThat(info.find(BackupField.BACKUP_LABEL)).contains("LABEL: café\n");
    assertThat(info.beginTime()).isPresent();
    assertThat(info.tablespaces())
        .containsExactly(new Tablespace("ssd", 17001, "/ssd"), new Tablespace("b", 17002, "/b"));
    assertThat(info.find(BackupField.INCLUDED_FILES)).isEmpty();
    assertThat(info.find(BackupField.COPY_STATS)).isEmpty();
    assertThat(info.error()).isEmpty();
  }

  @Test
  void valuesMayHoldEqualsSigns() {
    assertThat(InfoFile.parse(ID, "pgdata=/a=b").dataDirectory()).contains("/a=b");
  }

  @Test
  void unknownKeysSurviveInTheModernProfileOnly() {
    BackupInfo info = InfoFile.parse(ID, "status=DONE\nshiny_new=[1, 2]\n");
    assertThat(info.unknown()).containsEntry("shiny_new", "[1, 2]");
    assertThat(InfoFile.format(info, Profile.MODERN)).contains("\nshiny_new=[1, 2]\n");
    assertThat(InfoFile.format(info, Profile.LEGACY)).doesNotContain("shiny_new");
  }

  @Test
  void keysThatWouldChangeTheIdentityAreNeitherObeyedNorWritten() {
    BackupInfo info =
        InfoFile.parse(ID, "backup_id=20000101T000000\nfilename=x\nbackup_version=1\n");
    assertThat(info.id()).isEqualTo(ID);
    assertThat(keys(InfoFile.format(info, Profile.MODERN)))
        .doesNotContain("backup_id", "filename", "backup_version");
  }

  @Test
  void anErrorOfSeveralLinesIsPutOnOne() {
    BackupInfo info =
        BackupInfo.builder(ID).set(BackupField.ERROR, "disk full\r\n\tat line 2\n").build();
    assertThat(InfoFile.format(info, Profile.LEGACY)).contains("\nerror=disk full at line 2\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nstatus=DONE", "a\rb", "a\u2028b", "a\u0000", "None"})
  void aNameThatWouldCorruptTheFileIsRefused(String name) {
    BackupInfo info = BackupInfo.builder(ID).set(BackupField.BACKUP_NAME, name).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InfoFile.format(info, Profile.LEGACY))
        .withMessageContaining("backup_name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "just words|expected key=value",
        "version=16 beta|version=16 beta: expected a whole number",
        "version=99999999999|version",
        "timeline=0|in 1 to",
        "begin_wal=00000001|24 hexadecimal digits",
        "begin_xlog=7-C1|LSN",
        "status=SPLENDID|status=SPLENDID",
        "end_time=soon|expected a time such as",
        "xlog_segment_size=5|power of two",
        "tablespaces=[('a', 1)]|(name, oid, location)",
        "tablespaces=[(1, 1, 'x')]|expected a string, got 1",
        "tablespaces={}x|character 3",
        "included_files='a'|expected a Python List",
        "copy_stats=[1]|expected a Python Map",
        "backup_label=bare words|expected a string",
        "systemid=-|system identifier"
      })
  void garbageIsRefusedWithLineAndExpectation(String line, String expectation) {
    assertThatThrownBy(() -> InfoFile.parse(ID, "size=None\n\n" + line + "\nmode=None"))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("backup.info of backup 20291103T213005, line 3")
        .hasMessageContaining(expectation);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "copy_stats={'a': %s}|1000 characters|1",
        "copy_stats=%s|64 levels|[",
        "copy_stats=%s|64 levels|{",
        "tablespaces=[('a', %s, '/x')]|1000 characters|7",
        "copy_stats={[%s]: 1}|as key|1, ",
        "version=%s|a whole number|9",
        "end_time=2030-01-01 00:00:00.%s|expected a time|0",
        "end_time=Fri%s|expected a time|  ",
        "backup_label=%s|64 levels|("
      })
  void whatIsFarTooLongIsRefusedAtOnceAndInFewWords(String example) {
    String[] parts = example.split("\\|");
    String line = parts[0].formatted(parts[2].repeat(3_000_000 / parts[2].length()));
    assertThatThrownBy(() -> InfoFile.parse(ID, line))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining(parts[1])
        .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
        .hasSizeLessThan(700);
  }

  @Test
  void otherBytesThanUtf8AreRefused() {
    assertThatThrownBy(() -> InfoFile.parse(ID, new byte[] {'a', '=', (byte) 0xFF}))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("expected UTF-8");
    assertThat(InfoFile.parse(ID, "pgdata=/grün".getBytes(UTF_8)).dataDirectory())
        .contains("/grün");
  }

  @Test
  void aHugeFileIsRefused() {
    assertThatThrownBy(() -> InfoFile.parse(ID, "#".repeat(InfoFile.MAX_BYTES + 1)))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("at most");
  }

  @Test
  void longGarbageIsShownInPart() {
    assertThatThrownBy(() -> InfoFile.parse(ID, "x".repeat(10_000))).message().hasSizeLessThan(300);
  }

  private static List<String> keys(String text) {
    return text.lines()
        .map(line -> line.substring(0, line.indexOf('=')))
        .collect(Collectors.toList());
  }
}
