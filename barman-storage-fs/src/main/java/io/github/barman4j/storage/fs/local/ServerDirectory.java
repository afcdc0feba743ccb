/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where everything of one server lies, in all layouts; the only type that knows. Does no I/O except
 * where it says so.
 *
 * @param options that say where the directories are
 */
record ServerDirectory(LocalServerOptions options) {

  private static final String INFO = "backup.info";
  private static final String MODERN_INFO = "-" + INFO;
  private static final String LEGACY_CATALOGUE = "xlog.db";

  Path root() {
    return options.serverDirectory();
  }

  /** Returns the note of which cluster the backups are of. */
  Path identity() {
    return root().resolve("identity.json");
  }

  Path base() {
    return options.baseDirectory();
  }

  /** Returns the directory of one backup. */
  Path backup(BackupId id) {
    return base().resolve(id.value());
  }

  /** Returns the copy of the data directory. */
  Path data(BackupId id) {
    return backup(id).resolve("data");
  }

  /** Returns the copy of a tablespace. */
  Path tablespace(BackupId id, long oid) {
    return backup(id).resolve(Long.toString(oid));
  }

  Path meta() {
    return root().resolve("meta");
  }

  Path legacyInfo(BackupId id) {
    return backup(id).resolve(INFO);
  }

  Path modernInfo(BackupId id) {
    return meta().resolve(id + MODERN_INFO);
  }

  /** Returns where Barman before 3.13 has an annotation such as {@code keep}. */
  Path legacyAnnotation(BackupId id, String key) {
    return backup(id).resolve("annotations").resolve(key);
  }

  /** Returns where Barman since 3.13 has an annotation. */
  Path modernAnnotation(BackupId id, String key) {
    return meta().resolve(id + "-" + key);
  }

  Path wals() {
    return options.walsDirectory();
  }

  /** Returns where a WAL file is archived, however it is compressed. */
  Path wal(WalFileName name) {
    return name instanceof WalFileName.History
        ? wals().resolve(name.toString())
        : wals().resolve(segmentOf(name).hashDirectory()).resolve(name.toString());
  }

  private static WalSegmentName segmentOf(WalFileName name) {
    if (name instanceof WalFileName.Partial partial) {
      return partial.segment();
    }
    return name instanceof WalFileName.BackupHistory history
        ? history.segment()
        : (WalSegmentName) name;
  }

  /** Returns the WAL catalogue with four columns. */
  Path legacyCatalogue() {
    return wals().resolve(LEGACY_CATALOGUE);
  }

  /** Returns the WAL catalogue of Barman since 3.13, with four or five columns. */
  Path modernCatalogue() {
    return options.catalogueDirectory().resolve(options.serverName() + "-" + LEGACY_CATALOGUE);
  }

  Path incoming() {
    return options.incomingDirectory();
  }

  Path streaming() {
    return options.streamingDirectory();
  }

  Path errors() {
    return options.errorsDirectory();
  }

  /** Returns the directories that Barman makes when they are absent. */
  List<Path> required() {
    return List.of(
        root(), base(), wals(), incoming(), streaming(), errors(), options.catalogueDirectory());
  }

  /**
   * Returns the mark of {@link Layout#UNIVERSAL}. It keeps {@code meta} from becoming empty: Barman
   * since 3.17 then removes the directory, and fails for want of it.
   */
  Path universalMark() {
    return meta().resolve(".barman4j");
  }

  /** Looks which layout the directory has; {@link Layout#UNIVERSAL} if it has none yet. */
  Layout detect() {
    if (Files.exists(universalMark()) || hasBothCatalogues()) {
      return Layout.UNIVERSAL;
    } else if (Files.exists(modernCatalogue()) || !modernBackups().isEmpty()) {
      return Layout.MODERN;
    }
    boolean legacy =
        Files.exists(legacyCatalogue())
            || backupDirectories().stream().anyMatch(this::hasLegacyInfo);
    return legacy ? Layout.LEGACY : Layout.UNIVERSAL;
  }

  /** Newer Barman removes the older's catalogue when it makes its own. */
  private boolean hasBothCatalogues() {
    return Files.exists(legacyCatalogue()) && Files.exists(modernCatalogue());
  }

  private boolean hasLegacyInfo(BackupId id) {
    return Files.exists(legacyInfo(id));
  }

  /** Lists the directories below {@code base}, ascending. */
  List<BackupId> backupDirectories() {
    return names(base()).stream().map(BackupId::of).filter(this::isDirectory).toList();
  }

  private boolean isDirectory(BackupId id) {
    return Files.isDirectory(backup(id));
  }

  /** Lists the backups that have metadata in {@code meta}, ascending. */
  List<BackupId> modernBackups() {
    return names(meta()).stream()
        .filter(name -> name.endsWith(MODERN_INFO) && name.length() > MODERN_INFO.length())
        .map(name -> BackupId.of(name.substring(0, name.length() - MODERN_INFO.length())))
        .toList();
  }

  private static List<String> names(Path directory) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
      paths.forEach(path -> names.add(String.valueOf(path.getFileName())));
    } catch (NoSuchFileException absent) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Collections.sort(names);
    return names;
  }
}
