/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.internal.infofile.InfoFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackupJsonTest {

  private static final BackupInfo INFO =
      InfoFile.parse(
          BackupId.of("20300301T100000"),
          """
          backup_label='LABEL: x\\n'
          backup_name=n1
          begin_time=2030-03-01 10:00:00.500000+01:00
          begin_wal=000000010000000000000003
          begin_xlog=0/3000028
          cluster_size=24948429
          copy_stats={'total_time': 6.7, 'number_of_workers': 2}
          end_time=2030-03-01 10:05:00+01:00
          included_files=['/d/x.conf']
          server_name=cloud
          status=DONE
          systemid=7710
          tablespaces=[('ts1', 16384, '/t1')]
          timeline=1
          version=150018
          """);

  @Test
  void aListIsWhatBarmanPrints() {
    assertThat(BackupJson.list(List.of(INFO)))
        .isEqualTo(
            """
            {"backups_list": [{"backup_label": "'LABEL: x\\\\n'", "backup_name": "n1", \
            "begin_offset": null, "begin_time": "Fri Mar  1 10:00:00 2030", \
            "begin_wal": "000000010000000000000003", "begin_xlog": "0/3000028", \
            "children_backup_ids": null, "cluster_size": 24948429, "compression": null, \
            "config_file": null, "copy_stats": {"total_time": 6.7, "number_of_workers": 2}, \
            "data_checksums": null, "deduplicated_size": null, "encryption": null, \
            "end_offset": null, "end_time": "Fri Mar  1 10:05:00 2030", "end_wal": null, \
            "end_xlog": null, "error": null, "hba_file": null, "ident_file": null, \
            "included_files": ["/d/x.conf"], "mode": null, "parent_backup_id": null, \
            "pgdata": null, "server_name": "cloud", "size": null, "status": "DONE", \
            "summarize_wal": null, "systemid": "7710", "tablespaces": [["ts1", 16384, "/t1"]], \
            "timeline": 1, "version": 150018, "xlog_segment_size": 16777216, \
            "backup_id": "20300301T100000", \
            "begin_time_iso": "2030-03-01T10:00:00.500000+01:00", \
            "end_time_iso": "2030-03-01T10:05:00+01:00"}]}""");
  }

  @Test
  void aShownBackupHasTheServerNameOfItsFileAsKey() {
    assertThat(BackupJson.show(INFO)).startsWith("{\"cloud\": {\"backup_label\"");
    BackupInfo empty = BackupInfo.builder(BackupId.of("x")).build();
    assertThat(BackupJson.show(empty))
        .startsWith("{\"null\": {\"backup_label\": null, \"begin_offset\": null")
        .contains("\"status\": \"EMPTY\"", "\"tablespaces\": null")
        .endsWith("\"xlog_segment_size\": 16777216, \"backup_id\": \"x\"}}");
  }

  @Test
  void anEmptyListIsOneToo() {
    assertThat(BackupJson.list(List.of())).isEqualTo("{\"backups_list\": []}");
  }
}
