/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.infofile.InfoFile;
import io.github.barman4j.internal.infofile.InfoFile.Profile;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What is known of each backup: {@code backup.info} in {@code base} or {@code meta}. Where both are
 * there, that in {@code meta} counts, as with Barman since 3.13.
 */
final class Metadata {

  private static final String KEY_OF_3_14 = "encryption=";

  private final ServerDirectory directory;
  private final Layout layout;

  Metadata(ServerDirectory directory, Layout layout) {
    this.directory = directory;
    this.layout = layout;
  }

  /** Lists the backups of which there is metadata, ascending. */
  List<BackupId> list() {
    TreeSet<BackupId> ids = new TreeSet<>(directory.modernBackups());
    directory.backupDirectories().stream()
        .filter(id -> Files.exists(directory.legacyInfo(id)))
        .forEach(ids::add);
    return List.copyOf(ids);
  }

  /** Tells whether there is metadata of a backup. */
  boolean contains(BackupId id) {
    return Files.exists(directory.modernInfo(id)) || Files.exists(directory.legacyInfo(id));
  }

  /**
   * Reads what is known of a backup, empty if nothing is.
   *
   * @throws CorruptArchiveException if the file cannot be read, or not as one
   */
  Optional<BackupInfo> find(BackupId id) throws IOException {
    return readable(id).map(bytes -> InfoFile.parse(id, bytes));
  }

  /** A file that is damaged below, or denied, is one backup's matter as a garbled one is. */
  private Optional<byte[]> readable(BackupId id) throws IOException {
    try {
      return content(id);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw new CorruptArchiveException("backup.info of backup " + id + " cannot be read: " + e, e);
    }
  }

  /** Returns the bytes of the file that counts, empty if there is none. */
  Optional<byte[]> content(BackupId id) throws IOException {
    Optional<byte[]> modern = read(directory.modernInfo(id));
    return modern.isPresent() ? modern : read(directory.legacyInfo(id));
  }

  private static Optional<byte[]> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  /** Writes what is known of a backup, where the layout has it and over every copy there is. */
  void save(BackupInfo info) throws IOException {
    Path legacy = directory.legacyInfo(info.id());
    Path modern = directory.modernInfo(info.id());
    if (layout != Layout.MODERN || Files.exists(legacy)) {
      DurableFiles.createDirectories(directory.backup(info.id()));
      DurableFiles.rewrite(legacy, InfoFile.format(info, Profile.LEGACY).getBytes(UTF_8));
    }
    if (layout == Layout.MODERN || Files.exists(modern)) {
      DurableFiles.createDirectories(directory.meta());
      DurableFiles.rewrite(modern, InfoFile.format(info, modernProfile(modern)).getBytes(UTF_8));
    }
    if (layout == Layout.UNIVERSAL) {
      mark();
    }
  }

  /**
   * Keys of Barman 3.14 and later stand only where such a Barman has written: 3.13 fails on them.
   */
  private static Profile modernProfile(Path file) throws IOException {
    String text = read(file).map(bytes -> new String(bytes, ISO_8859_1)).orElse("");
    boolean newer = text.lines().anyMatch(line -> line.startsWith(KEY_OF_3_14));
    return newer ? Profile.MODERN : Profile.SINCE_3_11;
  }

  private void mark() throws IOException {
    if (!Files.exists(directory.universalMark())) {
      DurableFiles.createDirectories(directory.meta());
      DurableFiles.write(directory.universalMark(), new byte[0]);
    }
  }

  /** Deletes what is known of a backup, everywhere. */
  void delete(BackupId id) throws IOException {
    DurableFiles.delete(directory.modernInfo(id));
    DurableFiles.delete(directory.legacyInfo(id));
  }
}
