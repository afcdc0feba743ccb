/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.Tablespace;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What a backup would copy if it ran now.
 *
 * @param systemIdentifier of the cluster
 * @param version of the server
 * @param pgData the data directory, symbolic links resolved
 * @param files how many files would be copied
 * @param bytes what they hold, before compression
 * @param directories how many directories there are
 * @param parts about how many tars would be written
 * @param tablespaces each goes into parts of its own
 * @param externalFiles configuration files outside the data directory, which are added
 * @param excludedCount how many files and directories are left out
 * @param excluded the first 1000 of these, relative to the data directory or tablespace
 */
public record BackupPlan(
    SystemIdentifier systemIdentifier,
    PostgresVersion version,
    Path pgData,
    long files,
    long bytes,
    long directories,
    int parts,
    List<Tablespace> tablespaces,
    List<Path> externalFiles,
    long excludedCount,
    List<String> excluded) {

  /** Copies the lists. */
  public BackupPlan {
    Objects.requireNonNull(systemIdentifier, "systemIdentifier");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(pgData, "pgData");
    tablespaces = List.copyOf(tablespaces);
    externalFiles = List.copyOf(externalFiles);
    excluded = List.copyOf(excluded);
  }

  /** Returns the plan for a person, in lines. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("PostgreSQL ").append(version).append(", system identifier ");
    text.append(systemIdentifier).append('\n');
    text.append(pgData).append(": ").append(files).append(" files, ").append(bytes);
    text.append(" bytes, ").append(directories).append(" directories, about ");
    text.append(parts).append(" parts\n");
    tablespaces.forEach(t -> line(text, "tablespace " + t.name() + " in " + t.location()));
    externalFiles.forEach(file -> line(text, "added " + file));
    excluded.forEach(name -> line(text, "left out " + name));
    if (excludedCount > excluded.size()) {
      line(text, "left out " + (excludedCount - excluded.size()) + " more");
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append("  ").append(line).append('\n');
  }
}
