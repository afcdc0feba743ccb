/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.io.Checksum;
import io.github.barman4j.internal.io.ChecksumAlgorithm;
import io.github.barman4j.internal.manifest.ManifestComparison;
import io.github.barman4j.internal.manifest.ManifestFile;
import io.github.barman4j.internal.manifest.ManifestReader;
import io.github.barman4j.postgres.Tablespace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Proves an extracted backup by its manifest: every file that it names is there, of that size and
 * with that checksum. For one thread.
 */
final class ManifestProof implements ManifestComparison.Restored {

  private static final String LINKS = "pg_tblspc/";
  private static final int BUFFER = 1 << 16;
  private static final String CHECKSUMS =
      "what could be proved is that each tar is whole, none is left out before the last one that"
          + " is there, and PostgreSQL finds its control file and backup_label";

  private final BackupInfo info;
  private final RestoreTargets targets;
  private final WrittenSums sums;

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
    return new ManifestComparison(info, this, CHECKSUMS)
        .run(targets.data().path().resolve(ManifestReader.NAME));
  }

  @Override
  public Optional<Path> find(String name) {
    PartTarget target = targetOf(name);
    Path path = pathOf(target, name);
    return target.isWanted(path) ? Optional.of(path) : Optional.empty();
  }

  @Override
  public boolean isSame(Path path, ManifestFile file) throws IOException {
    return file.checksum().equalsIgnoreCase(checksum(path, file));
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
