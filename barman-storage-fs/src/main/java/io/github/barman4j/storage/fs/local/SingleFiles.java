/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.internal.io.Checksum;
import io.github.barman4j.internal.io.ChecksumAlgorithm;
import io.github.barman4j.internal.manifest.ManifestReader;
import io.github.barman4j.internal.manifest.ManifestWriter;
import io.github.barman4j.internal.server.BackupStop;
import io.github.barman4j.internal.server.ControlFileBytes;
import io.github.barman4j.internal.server.DataDirectory;
import io.github.barman4j.internal.server.FileNames;
import io.github.barman4j.internal.work.CopyStatistics;
import io.github.barman4j.postgres.ControlFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a backup that are not copied with a tree, and never linked. For one thread. */
final class SingleFiles {

  private static final Logger LOG = LoggerFactory.getLogger(SingleFiles.class);
  private static final String LABEL = "backup_label";

  private final Path data;
  private final DataDirectory directory;
  private final BufferedCopy files;
  private final CopyTotals totals;
  private final CopyStatistics statistics;
  private final @Nullable ManifestWriter manifest;

  /**
   * Begins.
   *
   * @param copy of the data directory
   */
  SingleFiles(LocalCopy copy) {
    this.data = copy.data();
    this.directory = copy.directory();
    this.files = copy.tools().buffered();
    this.totals = copy.totals();
    this.statistics = copy.statistics();
    this.manifest = copy.manifest();
  }

  /**
   * Copies the configuration files outside the data directory into its copy, and names those that
   * others include: the restored ones include the originals still.
   *
   * @param included files of settings, wherever they are
   */
  void copyConfiguration(List<String> included) throws IOException {
    for (Path file : directory.externalFiles()) {
      copyConfiguration(file);
    }
    for (String name : included) {
      Path file = Path.of(name).toAbsolutePath();
      if (isOutside(file)) {
        LOG.warn(
            "{} is included from outside the data directory; it is copied into {}", file, data);
        copyConfiguration(file);
      }
    }
  }

  private boolean isOutside(Path file) throws IOException {
    return !directory.externalFiles().contains(file)
        && Files.isRegularFile(file)
        && !DurableFiles.parent(file).toRealPath().startsWith(directory.pgData());
  }

  private void copyConfiguration(Path file) throws IOException {
    long begin = System.nanoTime();
    Path target = data.resolve(String.valueOf(file.getFileName()));
    if (Files.exists(target)) {
      LOG.warn("{} is not copied: the backup has another file of that name", file);
    } else {
      copyConfiguration(file, target);
      statistics.add(FileNames.of(file), begin, System.nanoTime());
    }
  }

  private void copyConfiguration(Path file, Path target) throws IOException {
    FileTraits traits = traits(file);
    BufferedCopy.Content content = files.copy(file, target, traits, ChecksumAlgorithm.SHA256);
    totals.copied(content.bytes());
    list(FileNames.of(file), content.bytes(), traits.modified(), content.checksum());
  }

  private static FileTraits traits(Path file) throws IOException {
    PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
    return new FileTraits(attributes.permissions(), attributes.lastModifiedTime());
  }

  /** Copies the control file, which has to be the last of those that the server writes. */
  void copyControlFile() throws IOException {
    long begin = System.nanoTime();
    FileTraits traits = traits(directory.pgData().resolve(ControlFile.NAME));
    write(ControlFile.NAME, ControlFileBytes.read(directory.pgData()).bytes(), traits);
    statistics.add("pg_control", begin, System.nanoTime());
  }

  /** Writes what tells the server that it is restored from a backup. */
  void writeLabel(BackupStop stop, Clock clock) throws IOException {
    FileTraits traits =
        new FileTraits(
            PosixFilePermissions.fromString("rw-------"), FileTime.from(clock.instant()));
    write(LABEL, stop.label().text().getBytes(UTF_8), traits);
  }

  private void write(String name, byte[] content, FileTraits traits) throws IOException {
    files.write(content, data.resolve(name), traits);
    totals.copied(content.length);
    Checksum checksum = ChecksumAlgorithm.SHA256.start();
    checksum.update(content, 0, content.length);
    list(name, content.length, traits.modified(), checksum.hex());
  }

  private void list(String name, long size, FileTime modified, String checksum) {
    if (manifest != null) {
      manifest.add(name, size, modified, checksum);
    }
  }

  /** Writes the list of files if there is one. */
  void writeManifest(BackupStop stop) throws IOException {
    ManifestWriter list = manifest;
    if (list != null) {
      list.finish(stop.label().timeline(), stop.label().beginLsn(), stop.lsn());
      try (InputStream content = list.open()) {
        FileTraits traits = traits(data.resolve(LABEL));
        Path target = data.resolve(ManifestReader.NAME);
        totals.copied(files.write(content, target, traits));
      }
    }
  }
}
