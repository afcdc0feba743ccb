/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.io.Checksum;
import io.github.barman4j.internal.io.ChecksumAlgorithm;
import io.github.barman4j.internal.manifest.MalformedManifestException;
import io.github.barman4j.internal.manifest.ManifestFile;
import io.github.barman4j.internal.manifest.ManifestReader;
import io.github.barman4j.internal.manifest.ManifestSummary;
import io.github.barman4j.postgres.Tablespace;
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
import java.util.OptionalInt;

/**
 * Proves an extracted backup by its manifest: every file that it names is there, of that size and
 * with that checksum. For one thread.
 */
final class ManifestProof {

  private static final String LINKS = "pg_tblspc/";
  private static final int NAMED = 5;
  private static final int BUFFER = 1 << 16;
  private static final String CHECKSUMS =
      "; what could be proved is that each tar is whole, none is left out before the last one that"
          + " is there, and PostgreSQL finds its control file and backup_label";

  private final BackupInfo info;
  private final RestoreTargets targets;
  private final WrittenSums sums;
  private final List<String> problems = new ArrayList<>();
  private long wrong;

  /**
   * Prepares a proof.
   *
   * @param sums of what was written
   */
  ManifestProof(BackupInfo info, RestoreTargets targets, WrittenSums sums) {
    this.info = info;
    this.targets = targets;
    this.sums = sums;
  }

  /**
   * Compares, and returns what could not be proved.
   *
   * @throws CorruptArchiveException if files are missing or are not what the manifest says
   */
  List<String> run() throws IOException {
    Path manifest = targets.data().path().resolve(ManifestReader.NAME);
    if (!Files.isRegularFile(manifest, LinkOption.NOFOLLOW_LINKS)) {
      return unproved("it has no backup_manifest");
    }
    try {
      return run(manifest);
    } catch (MalformedManifestException e) {
      return unproved("its backup_manifest cannot be read, " + e.getMessage());
    }
  }

  private List<String> run(Path manifest) throws IOException {
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
        "That no file of backup %s is missing or changed could not be proved: %s%s"
            .formatted(info.id(), why, CHECKSUMS));
  }

  private void compare(ManifestFile file) throws IOException {
    PartTarget target = targetOf(file.path());
    Path path = pathOf(target, file.path());
    if (!ManifestFile.isCompared(file.path()) || !target.isWanted(path)) {
      return;
    }
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
      } else if (!file.checksum().equalsIgnoreCase(checksum(path, file))) {
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

  private PartTarget targetOf(String path) {
    for (Tablespace tablespace : info.tablespaces()) {
      if (path.startsWith(prefix(tablespace.oid()))) {
        return new PartTarget(targets.tablespace(tablespace.oid()), false);
      }
    }
    return new PartTarget(targets.data(), true);
  }

  private static String prefix(long oid) {
    return LINKS + oid + "/";
  }

  private Path pathOf(PartTarget target, String path) {
    if (path.equals(RestoredTree.CONTROL_FILE)) {
      return new RestoredTree(target.root()).withheldControlFile();
    }
    String below = target.isData() ? path : path.substring(path.indexOf('/', LINKS.length()) + 1);
    return new MemberPath(target.root(), ManifestReader.NAME).resolve(below);
  }

  /** What was summed up while it was written need not be read again. */
  private String checksum(Path path, ManifestFile file) throws IOException {
    ChecksumAlgorithm algorithm =
        file.algorithm().isEmpty()
            ? ChecksumAlgorithm.NONE
            : ChecksumAlgorithm.valueOf(file.algorithm().toUpperCase(Locale.ROOT));
    OptionalInt written = sums.find(path);
    return algorithm == ChecksumAlgorithm.CRC32C && written.isPresent()
        ? Checksum.hex(written.getAsInt())
        : read(path, algorithm.start());
  }

  private static String read(Path path, Checksum sum) throws IOException {
    if (sum instanceof Checksum.None) {
      return "";
    }
    byte[] buffer = new byte[BUFFER];
    try (InputStream content = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        sum.update(buffer, 0, count);
      }
    }
    return sum.hex();
  }
}
