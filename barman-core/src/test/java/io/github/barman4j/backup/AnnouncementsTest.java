/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.internal.infofile.InfoFile.Profile;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {

  private final ObjectStore store = new MemoryObjectStore("announcements");
  private final ServerLayout layout = new ServerLayout("shop");
  private final Announcements announcements = new Announcements(store, layout);
  private final BackupInfo done =
      BackupInfo.builder(BackupId.of("20300630T000000"))
          .set(BackupField.STATUS, BackupStatus.DONE)
          .build();

  @Test
  void aRunThatWasTakenForDeadDoesNotBecomeVisible() throws IOException {
    ObjectKey info = layout.backupInfo(done.id());
    store.put(info, ObjectBody.of("status=FAILED\n"), PutOptions.overwrite());
    assertThatThrownBy(
            () -> announcements.publishDone(done, Profile.LEGACY, PutOptions.overwrite()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("taken for dead");
    assertThat(ObjectStores.read(store, info, 100)).asString().isEqualTo("status=FAILED\n");
  }

  @Test
  void anotherBecomesVisible() throws IOException {
    announcements.publishDone(done, Profile.LEGACY, PutOptions.overwrite());
    assertThat(ObjectStores.read(store, layout.backupInfo(done.id()), 10_000))
        .asString()
        .contains("status=DONE");
  }
}
