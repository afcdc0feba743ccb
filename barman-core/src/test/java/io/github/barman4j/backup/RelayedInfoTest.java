/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.catalog.BackupId;
import org.junit.jupiter.api.Test;

class RelayedInfoTest {

  private static final BackupId ID = BackupId.of("20300630T000000");

  @Test
  void countsOfPartsAreThoseOfWhereItWas() {
    byte[] text =
        bytes("backup_name=\u00fc\ncopy_stats={'parts_per_item': {'data': 3}}\nstatus=DONE\n");
    assertThat(RelayedInfo.of(ID, text)).isEqualTo(bytes("backup_name=\u00fc\nstatus=DONE\n"));
  }

  @Test
  void allElseIsSentAsItIs() {
    byte[] text = bytes("backup_name=\u00fc\r\ncopy_stats={'total_time': 3.0}\nstatus=DONE");
    assertThat(RelayedInfo.of(ID, text)).isEqualTo(text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
