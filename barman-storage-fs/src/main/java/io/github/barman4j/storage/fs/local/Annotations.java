/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.catalog.BackupId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Barman's notes beside a backup, such as {@code keep}. Written where the layout has them, in the
 * universal one at both places; read at both, the modern one first.
 */
final class Annotations {

  private final ServerDirectory directory;
  private final Layout layout;

  Annotations(ServerDirectory directory, Layout layout) {
    this.directory = directory;
    this.layout = layout;
  }

  /** Returns the text of a note, empty if there is none. */
  Optional<String> find(BackupId id, String key) throws IOException {
    Optional<String> modern = read(directory.modernAnnotation(id, key));
    return modern.isPresent() ? modern : read(directory.legacyAnnotation(id, key));
  }

  private static Optional<String> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  /** Writes a note, without a line end, which Barman would take for a part of it. */
  void write(BackupId id, String key, String text) throws IOException {
    if (layout != Layout.MODERN) {
      write(directory.legacyAnnotation(id, key), text);
    }
    if (layout != Layout.LEGACY) {
      write(directory.modernAnnotation(id, key), text);
    }
  }

  private static void write(Path file, String text) throws IOException {
    DurableFiles.createDirectories(DurableFiles.parent(file));
    DurableFiles.write(file, text.getBytes(UTF_8));
  }

  /** Deletes a note wherever it is. */
  void delete(BackupId id, String key) throws IOException {
    DurableFiles.delete(directory.modernAnnotation(id, key));
    DurableFiles.delete(directory.legacyAnnotation(id, key));
  }
}
