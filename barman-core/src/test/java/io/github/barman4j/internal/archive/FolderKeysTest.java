/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.Barman;
import io.github.barman4j.BarmanServer;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.retention.RetentionPolicy;
import io.github.barman4j.retention.RetentionResult;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Empty objects whose key ends with a slash, as S3 consoles, s3fs and Hitachi HCP make them. */
final class FolderKeysTest {

  private final MemoryObjectStore store = new MemoryObjectStore("folders");
  private final BarmanServer server = Barman.builder().store(store).build().server("srv");

  @BeforeEach
  void makeFolders() throws IOException {
    for (String folder :
        new String[] {
          "srv/",
          "srv/base/",
          "srv/base/20260101T100000/",
          "srv/base/20260101T100000/annotations/",
          "srv/wals/",
          "srv/wals/0000000100000000/",
          "srv/barman4j/",
          "srv/barman4j/running/"
        }) {
      store.put(ObjectKey.of(folder), ObjectBody.of(new byte[0]), PutOptions.overwrite());
    }
  }

  @Test
  void foldersAreNoBackupsAndNoNotesOfThem() {
    assertThat(server.backups().list().backups()).isEmpty();
    assertThat(server.backups().running()).isEmpty();
    assertThat(server.status().backups()).isEmpty();
    assertThat(server.backups().parts(BackupId.of("20260101T100000"))).isEmpty();
  }

  @Test
  void foldersAreNoWal() {
    assertThat(server.wal().isEmpty()).isTrue();
  }

  @Test
  void retentionNeitherCountsNorDeletesFolders() {
    RetentionResult result =
        server.retention().apply(server.retention().plan(RetentionPolicy.parse("REDUNDANCY 1")));
    assertThat(result.isComplete()).isTrue();
    assertThat(ObjectStores.walk(store, ListRequest.prefix(""))).hasSize(8);
  }
}
