/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.internal.infofile.InfoFile;
import io.github.barman4j.storage.ObjectKey;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What makes a backup whole. */
class BackupPartsTest {

  private static final BackupId ID = BackupId.of("20300601T000000");
  private static final String TABLESPACE = "tablespaces=[('fast', 16400, '/srv/fast')]\n";
  private static final String COUNTED =
      TABLESPACE + "copy_stats={'total_time': 1.5, 'parts_per_item': {'data': 3, '16400': 2}}\n";

  private static BackupParts parts(String info, String... names) {
    return BackupParts.of(InfoFile.parse(ID, info), objects(names));
  }

  private static List<BackupPart> objects(String... names) {
    return Stream.of(names)
        .map(name -> new BackupPart(ObjectKey.of("shop/base/" + ID + "/" + name), 1))
        .toList();
  }

  private static List<String> names(List<BackupPart> parts) {
    return parts.stream().map(BackupPart::name).toList();
  }

  @Test
  void aWholeBackupHasItsSeriesInOrder() {
    BackupParts parts =
        parts(COUNTED, "16400_0001.tar", "16400.tar", "data_0002.tar", "data_0001.tar", "data.tar");
    assertThat(parts.isWhole()).isTrue();
    assertThat(names(parts.requireWhole()))
        .containsExactly(
            "data.tar", "data_0001.tar", "data_0002.tar", "16400.tar", "16400_0001.tar");
  }

  @Test
  void theLastPartOfASeriesIsMissedWhereItsPartsAreCounted() {
    BackupParts parts = parts(COUNTED, "data.tar", "data_0001.tar", "data_0002.tar", "16400.tar");
    assertThat(parts.missing()).containsExactly("16400_0001.tar");
    assertThat(parts.problem())
        .hasValue("its 16400_0001.tar is not in the archive, in whatever encoding");
    assertThatThrownBy(parts::requireWhole)
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("16400_0001.tar");
  }

  @Test
  void aHoleAndAnAbsentTablespaceAreMissedInBarmansBackupsToo() {
    assertThat(parts(TABLESPACE, "data.tar", "data_0002.tar").missing())
        .containsExactly("data_0001.tar", "16400.tar");
  }

  @Test
  void aPartNumberFromNowhereDoesNotMakeTheListOfMissingOnesLong() {
    assertThat(parts("", "data.tar", "data_999999999.tar").missing()).hasSizeLessThan(5);
  }

  @Test
  void countsThatMakeNoSenseCountForNothing() {
    String nonsense = "copy_stats={'parts_per_item': {'data': 'many'}}\n";
    assertThat(parts(nonsense, "data.tar").isWhole()).isTrue();
    assertThat(parts("copy_stats={'parts_per_item': 7}\n", "data.tar").isWhole()).isTrue();
  }

  @Test
  void ofTwoEncodingsTheLastByNameCountsAndAnUnknownOneIsNoPart() {
    BackupParts parts = parts("", "data.tar.zst", "data.tar.gz", "data.tar.rot13", "16400.tar");
    assertThat(names(parts.parts())).containsExactly("data.tar.zst");
    assertThat(names(parts.duplicates())).containsExactly("data.tar.gz");
    assertThat(names(parts.unreadable())).containsExactly("data.tar.rot13");
    assertThat(names(parts.foreign())).containsExactly("16400.tar");
    assertThatThrownBy(() -> parts("", "data.tar.rot13").requireWhole())
        .isInstanceOf(UnsupportedFormatException.class);
  }

  @Test
  void withoutBackupInfoTablespacesAreTakenAsTheyCome() {
    BackupParts parts = BackupParts.ofUnknown(ID, objects("data.tar", "16400_0001.tar"));
    assertThat(names(parts.parts())).containsExactly("data.tar", "16400_0001.tar");
    assertThat(parts.missing()).containsExactly("16400.tar");
  }
}
