/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.Tablespace;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which colon of a rule ends the tablespace's name. */
class TablespaceRelocationTest {

  private static final BackupInfo BACKUP =
      BackupInfo.builder(HandMade.ID)
          .set(
              BackupField.TABLESPACES,
              List.of(
                  new Tablespace("fast", 16400, "/f"),
                  new Tablespace("with:colon", 16401, "/c"),
                  new Tablespace("with", 16402, "/w"),
                  new Tablespace("odd:/name", 16403, "/o")))
          .build();

  @ParameterizedTest
  @CsvSource({
    "fast:/a, fast, /a",
    "fast:/a:/b, fast, /a:/b",
    "fast:relative:colon, fast, relative:colon",
    "with:colon:/a, with:colon, /a",
    "with:/a, with, /a",
    "odd:/name:/a, odd:/name, /a",
    "other:name:/a, other:name, /a",
    "other:name, other, name"
  })
  void itIsTheOneBehindANameThatTheBackupHas(String rule, String name, String location) {
    assertThat(TablespaceRelocation.parse(rule, BACKUP))
        .isEqualTo(new TablespaceRelocation(name, location));
  }

  @Test
  void itIsTheLastBeforeASlashWhereTheBackupIsNotKnown() {
    assertThat(TablespaceRelocation.parse("with:colon:/a"))
        .isEqualTo(new TablespaceRelocation("with:colon", "/a"));
    assertThat(TablespaceRelocation.parse("fast:a")).hasToString("fast:a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fast", "fast:", ":/a", ":a"})
  void aRuleWithoutNameOrLocationIsNone(String rule) {
    assertThatThrownBy(() -> TablespaceRelocation.parse(rule, BACKUP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not of the form NAME:LOCATION");
  }
}
