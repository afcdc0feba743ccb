/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupPart;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.postgres.Tablespace;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Which objects of a backup's directory are restored, and in which order. */
final class BackupParts {

  private BackupParts() {}

  /**
   * Returns the parts, those of the data directory first. Of a part that is there in two encodings
   * the last by name counts, as Barman has it.
   *
   * @param objects of the backup's directory
   * @throws CorruptArchiveException if the first part of the data directory or of a tablespace is
   *     not there, or a number is left out
   * @throws UnsupportedFormatException if a part has an unknown encoding
   */
  static List<BackupPart> of(List<BackupPart> objects, BackupInfo backup) {
    List<BackupPart> parts = new ArrayList<>(of(objects, PartName.DATA, backup));
    for (Tablespace tablespace : backup.tablespaces()) {
      parts.addAll(of(objects, Long.toString(tablespace.oid()), backup));
    }
    return parts;
  }

  private static List<BackupPart> of(List<BackupPart> objects, String base, BackupInfo backup) {
    NavigableMap<Integer, BackupPart> byNumber = new TreeMap<>();
    for (BackupPart object : objects) {
      PartName.find(object.name())
          .filter(name -> name.base().equals(base))
          .ifPresent(name -> byNumber.put(known(name, object).number(), object));
    }
    requireNoHole(byNumber, base, backup);
    return List.copyOf(byNumber.values());
  }

  private static PartName known(PartName name, BackupPart object) {
    if (!Codec.ofFileName(name.toString()).suffix().equals(name.suffix())) {
      throw new UnsupportedFormatException(
          object.key()
              + " has the unknown encoding '"
              + name.suffix()
              + "'; known are "
              + java.util.Arrays.toString(Codec.values()));
    }
    return name;
  }

  private static void requireNoHole(
      NavigableMap<Integer, BackupPart> parts, String base, BackupInfo backup) {
    int expected = 0;
    for (int number : parts.keySet()) {
      if (number != expected++) {
        throw missing(base, expected - 1, backup);
      }
    }
    if (parts.isEmpty()) {
      throw missing(base, 0, backup);
    }
  }

  private static CorruptArchiveException missing(String base, int number, BackupInfo backup) {
    return new CorruptArchiveException(
        "Backup "
            + backup.id()
            + " has no "
            + new PartName(base, number, "")
            + ", in whatever"
            + " encoding: it cannot be restored. Choose another backup");
  }
}
