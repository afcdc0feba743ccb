/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.manifest;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares a restored backup with its manifest: every file that it names is there, of that size
 * and, where the restore can tell, with that checksum. For one thread.
 */
public final class ManifestComparison {

  private static final int NAMED = 5;

  private final BackupInfo info;
  private final Restored restored;
  private final String otherwise;
  private final List<String> problems = new ArrayList<>();
  private long wrong;

  /** The files that a restore made. */
  public interface Restored {
    /**
     * Returns where a file is to be; empty if the restore leaves it out.
     *
     * @param name below the data directory, as the manifest has it
     * @throws CorruptArchiveException if the name leads out of where the backup was restored
     */
    Optional<Path> find(String name);

    /** Tells whether a file of the right size is the right one, as far as the restore looks. */
    boolean isSame(Path file, ManifestFile expected) throws IOException;
  }

  /**
   * Prepares a comparison.
   *
   * @param otherwise what is sure without a manifest, in words
   */
  public ManifestComparison(BackupInfo info, Restored restored, String otherwise) {
    this.info = info;
    this.restored = restored;
    this.otherwise = otherwise;
  }

  /**
   * Compares, and returns what could not be proved.
   *
   * @param manifest of the backup, which need not be there
   * @throws CorruptArchiveException if files are missing or are not what the manifest says
   */
  public List<String> run(Path manifest) throws IOException {
    if (!Files.isRegularFile(manifest, LinkOption.NOFOLLOW_LINKS)) {
      return unproved("it has no backup_manifest");
    }
    try {
      return prove(manifest);
    } catch (MalformedManifestException e) {
      return unproved("its backup_manifest cannot be read, " + e.getMessage());
    }
  }

  private List<String> prove(Path manifest) throws IOException {
    ManifestSummary summary;
    try (InputStream content = Files.newInputStream(manifest)) {
      summary = ManifestReader.read(content, file -> {});
    }
    ManifestSummary.Origin origin =
        summary.origin(info.systemIdentifier(), info.beginLsn(), info.endLsn());
    if (origin != ManifestSummary.Origin.THIS_BACKUP) {
      return unproved("its backup_manifest is of another one");
    }
    compare(manifest);
    return summary.coversTablespaces(info.find(BackupField.MODE)) || info.tablespaces().isEmpty()
        ? List.of()
        : unproved("its backup_manifest does not name the files of tablespaces");
  }

  private void compare(Path manifest) throws IOException {
    List<IOException> failures = new ArrayList<>();
    try (InputStream content = Files.newInputStream(manifest)) {
      ManifestReader.read(
          content,
          file -> {
            try {
              compare(file);
            } catch (IOException e) {
              failures.add(e);
            }
          });
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    } else if (wrong > 0) {
      throw new CorruptArchiveException(
          String.format(
              Locale.ROOT,
              "Backup %s is not whole: %d files are not what its backup_manifest says: %s%s. Choose another",
              info.id(),
              wrong,
              String.join("; ", problems),
              wrong > problems.size() ? "; and more" : ""));
    }
  }

  private List<String> unproved(String why) {
    return List.of(
        "That no file of backup %s is missing or changed could not be proved: %s; %s"
            .formatted(info.id(), why, otherwise));
  }

  private void compare(ManifestFile file) throws IOException {
    Optional<Path> path = restored.find(file.path());
    if (path.isPresent() && ManifestFile.isCompared(file.path())) {
      compare(path.get(), file);
    }
  }

  private void compare(Path path, ManifestFile file) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile() || attributes.size() != file.size()) {
        add(
            String.format(
                Locale.ROOT,
                "%s has %d bytes, not %d",
                file.path(),
                attributes.size(),
                file.size()));
      } else if (!restored.isSame(path, file)) {
        add("%s has another %s".formatted(file.path(), file.algorithm()));
      }
    } catch (NoSuchFileException missing) {
      add(file.path() + " is missing");
    }
  }

  private void add(String problem) {
    wrong++;
    if (problems.size() < NAMED) {
      problems.add(problem);
    }
  }
}
