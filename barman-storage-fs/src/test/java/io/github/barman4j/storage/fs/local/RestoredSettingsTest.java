/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.restore.RestoredArchiving;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoredSettingsTest {

  @TempDir private Path data;

  private List<String> disarm(String name, String text) throws IOException {
    for (String expected :
        List.of("pg_hba.conf", "pg_ident.conf", "postgresql.auto.conf", "postgresql.conf")) {
      Files.writeString(data.resolve(expected), "");
    }
    Files.writeString(data.resolve(name), text);
    return RestoredSettings.disarm(data, RestoredArchiving.OFF);
  }

  private List<String> lines(String name) throws IOException {
    return Files.readAllLines(data.resolve(name));
  }

  @Test
  void archivingIsTurnedOffAsBarmanDoesIt() throws IOException {
    disarm(
        "postgresql.conf", "port = 1\narchive_command = 'cp %p /a/%f' # to a\narchive_mode = on\n");
    assertThat(lines("postgresql.conf"))
        .containsExactly(
            "port = 1",
            "#BARMAN#archive_command = 'cp %p /a/%f' # to a",
            "archive_command = false",
            "archive_mode = on");
    assertThat(lines("postgresql.conf.origin")).contains("archive_command = 'cp %p /a/%f' # to a");
  }

  /** The second byte of its UTF-8 is the line end NEL of other encodings. */
  @Test
  void aSettingIsFoundWhateverItsCommentSays() throws IOException {
    disarm("postgresql.conf", "archive_command = 'cp %p /a/%f' # \u0445\n");
    assertThat(Files.readString(data.resolve("postgresql.conf")))
        .contains("#BARMAN#archive_command")
        .contains("\narchive_command = false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "Archive_Command 'x'",
        "archive_library = 'lib'",
        "recovery_target = 'immediate'",
        "  recovery_target_time='2026-01-01'",
        "RECOVERY_TARGET_TLI_OF_SOMEBODY = 1",
        "recovery_target_action = pause"
      })
  void aSettingOfAnEarlierLifeIsTakenOut(String line) throws IOException {
    disarm("postgresql.auto.conf", line + "\n");
    assertThat(lines("postgresql.auto.conf")).contains("#BARMAN#" + line).doesNotContain(line);
  }

  @ParameterizedTest
  @CsvSource({
    "#archive_command = 'x'",
    "archive_library = ''",
    "archive_mode = on",
    "my.recovery_target = 1",
    "archive_commands = 1"
  })
  void anyOtherLineStays(String line) throws IOException {
    assertThat(disarm("postgresql.conf", line + "\n")).isEmpty();
    assertThat(lines("postgresql.conf")).containsExactly(line);
  }

  @Test
  void whatLeadsElsewhereIsToldWithTheLineWhereItStandsNow() throws IOException {
    String text =
        "archive_command = 'x'\n\ndata_directory = '/live'  # !\ninclude 'more.conf'\n"
            + "restore_command = 'cp'\nprimary_conninfo = 'password=secret'\nhba_file = ''\n";
    assertThat(disarm("postgresql.conf", text))
        .containsExactly(
            "postgresql.conf line 4: data_directory = '/live' may lead to what is not this cluster's",
            "postgresql.conf line 5: include = 'more.conf' may lead to what is not this cluster's",
            "postgresql.conf line 6: restore_command = 'cp' is left over from an earlier recovery",
            "postgresql.conf line 7: primary_conninfo = (not shown) may lead to what is not this"
                + " cluster's");
    assertThat(lines("postgresql.conf").get(3)).startsWith("data_directory");
  }

  @Test
  void archivingStaysWhereItIsAskedFor() throws IOException {
    Path file = data.resolve("postgresql.conf");
    Files.writeString(file, "archive_command = 'cp %p /a/%f'");
    RestoredSettings.disarm(data, RestoredArchiving.AS_IN_BACKUP);
    assertThat(file).hasContent("archive_command = 'cp %p /a/%f'");
  }

  /** A regular expression that goes over it by recursion has no stack for that. */
  @Test
  void aLineOfAMebibyteIsALineLikeAnyOther() throws IOException {
    String value = "'" + "it''s ".repeat(200_000) + "'";
    disarm("postgresql.conf", "restore_command = " + value + "\narchive_command = " + value + "\n");
    assertThat(lines("postgresql.conf")).hasSize(3).contains("archive_command = false");
  }

  @Test
  void missingFilesAreTold() throws IOException {
    assertThat(RestoredSettings.disarm(data, RestoredArchiving.OFF))
        .hasSize(4)
        .allMatch(line -> line.contains("not in the backup"));
  }

  @Test
  void modeAndBytesStay() throws IOException {
    Path file = data.resolve("postgresql.conf");
    byte[] latin = "# gr\u00fc\u00dfe\nport = 1\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file, latin);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    RestoredSettings.disarm(data, RestoredArchiving.OFF);
    assertThat(file).hasBinaryContent(latin);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }
}
