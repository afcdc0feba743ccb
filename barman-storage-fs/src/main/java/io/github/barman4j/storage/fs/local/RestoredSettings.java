/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.internal.settings.ConfigurationFile;
import io.github.barman4j.restore.RestoredArchiving;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Takes the danger out of the settings of a restored cluster: it must not archive into the archive
 * of the one it was made from unless that was asked for, nor recover to an old target. What may do
 * harm otherwise is left and told. The files as they were are kept beside, as {@code .origin}.
 */
final class RestoredSettings {

  private static final List<String> CHANGED = List.of("postgresql.conf", "postgresql.auto.conf");
  private static final List<String> EXPECTED =
      List.of("postgresql.conf", "postgresql.auto.conf", "pg_hba.conf", "pg_ident.conf");
  private static final String ORIGIN = ".origin";

  private final Path dataDirectory;
  private final RestoredArchiving archiving;
  private final List<String> warnings = new ArrayList<>();

  private RestoredSettings(Path dataDirectory, RestoredArchiving archiving) {
    this.dataDirectory = dataDirectory;
    this.archiving = archiving;
  }

  /** Changes the settings in a data directory and returns what a person should look at. */
  static List<String> disarm(Path dataDirectory, RestoredArchiving archiving) throws IOException {
    RestoredSettings settings = new RestoredSettings(dataDirectory, archiving);
    for (String name : CHANGED) {
      settings.disarm(name);
    }
    EXPECTED.forEach(settings::requireSaved);
    return List.copyOf(settings.warnings);
  }

  private void disarm(String name) throws IOException {
    Path file = dataDirectory.resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<String> after = new ArrayList<>();
    for (String line : ConfigurationFile.read(file)) {
      SettingsLine setting = SettingsLine.parse(line);
      after.addAll(setting.disarmed(name, archiving));
      setting
          .danger(name)
          .ifPresent(what -> warnings.add(name + " line " + after.size() + ": " + what));
    }
    replace(file, ConfigurationFile.bytes(after));
  }

  private static void replace(Path file, byte[] bytes) throws IOException {
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
    Path temporary = file.resolveSibling(file.getFileName() + ".barman4j-restore");
    Files.deleteIfExists(temporary);
    Files.write(temporary, bytes);
    Files.setPosixFilePermissions(temporary, mode);
    Path origin = file.resolveSibling(file.getFileName() + ORIGIN);
    Files.deleteIfExists(origin);
    Files.move(file, origin);
    Files.move(temporary, file);
  }

  private void requireSaved(String name) {
    if (!Files.exists(dataDirectory.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
      warnings.add(name + " is not in the backup: write one before the server is started");
    }
  }
}
