/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.internal.infofile.InfoFile;
import io.github.barman4j.internal.layout.PartName;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The {@code backup.info} of a backup that is sent on: as it is, byte for byte, but without figures
 * that count parts, which were those of another archive.
 */
final class RelayedInfo {

  private RelayedInfo() {}

  static byte[] of(BackupId id, byte[] text) {
    boolean counts =
        InfoFile.parse(id, text)
            .find(BackupField.COPY_STATS)
            .filter(figures -> ((Map<?, ?>) figures).containsKey(PartName.COUNTS))
            .isPresent();
    return counts ? withoutFigures(text) : text;
  }

  private static byte[] withoutFigures(byte[] text) {
    return new String(text, ISO_8859_1)
        .lines()
        .filter(line -> !line.startsWith(BackupField.COPY_STATS.key() + "="))
        .map(line -> line + "\n")
        .collect(Collectors.joining())
        .getBytes(ISO_8859_1);
  }
}
