/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.retention.Retention;
import io.github.barman4j.retention.RetentionPolicy;
import java.util.List;

/** Retention in an archive that holds a backup of Barman's, one of ours, and one of Barman's. */
record PoliciesOfBoth(Round round, SharedArchive archive) {

  void assertDeletedOneByOne() {
    List<BackupInfo> backups = round.catalog().list().backups();
    List<String> ids = backups.stream().map(backup -> backup.id().value()).toList();
    assertThat(ids).hasSize(3);
    assertThat(round.barman().list()).isEqualTo(ids);

    Retention retention = new Retention(round.ours());
    retention.apply(retention.plan(RetentionPolicy.redundancy(2)));
    assertOnly(backups.subList(1, 3));
    round.barman().deleteBy("REDUNDANCY 1");
    assertOnly(backups.subList(2, 3));
  }

  private void assertOnly(List<BackupInfo> left) {
    List<String> ids = left.stream().map(BackupInfo::id).map(BackupId::value).toList();
    assertThat(round.barman().list()).isEqualTo(ids);
    assertThat(round.catalog().list().incomplete()).isEmpty();
    assertThat(left).allMatch(backup -> !round.parts(backup.id()).isEmpty());
    String prefix = round.ours().serverName() + "/wals/";
    WalSegmentName oldest = left.get(0).beginWal().orElseThrow();
    assertThat(archive.keys(prefix))
        .isNotEmpty()
        .map(key -> key.substring(key.lastIndexOf('/') + 1))
        .allMatch(name -> name.compareTo(oldest.toString()) >= 0);
  }
}
