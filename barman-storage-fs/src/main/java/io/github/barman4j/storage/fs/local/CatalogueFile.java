/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.barman4j.CorruptArchiveException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One file of the WAL catalogue. To be used under its lock only.
 *
 * @param path of it
 * @param format of its lines
 */
record CatalogueFile(Path path, Function<CatalogueLine, String> format) {

  /**
   * What a file says.
   *
   * @param lines that are complete, in their order
   * @param torn whether its last line is not complete, and was left out
   */
  record Reading(List<CatalogueLine> lines, boolean torn) {}

  /** Reads the file, empty if there is none. */
  Optional<Reading> read() throws IOException {
    Optional<String> text = text();
    return text.map(
        content -> {
          List<CatalogueLine> lines = new ArrayList<>();
          int number = 0;
          for (String line : complete(content)) {
            number++;
            lines.add(parse(line, number));
          }
          return new Reading(lines, isTorn(content));
        });
  }

  /** Reads the lines that can be read; none if there is no such file. */
  List<CatalogueLine> readWhatIsLegible() throws IOException {
    List<CatalogueLine> lines = new ArrayList<>();
    for (String line : text().map(CatalogueFile::complete).orElse(List.of())) {
      try {
        lines.add(CatalogueLine.parse(line));
      } catch (IllegalArgumentException illegible) {
        // The caller asks for the others.
      }
    }
    return lines;
  }

  private Optional<String> text() throws IOException {
    try {
      return Optional.of(Files.readString(path, ISO_8859_1));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  /** What was being appended when power failed may be of any bytes, but has no line end. */
  private static boolean isTorn(String content) {
    return !content.isEmpty() && !content.endsWith("\n");
  }

  private static List<String> complete(String content) {
    return content
        .substring(0, content.lastIndexOf('\n') + 1)
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  private CatalogueLine parse(String line, int number) {
    try {
      return CatalogueLine.parse(line);
    } catch (IllegalArgumentException e) {
      throw new CorruptArchiveException(
          "Line "
              + number
              + " of the WAL catalogue "
              + path
              + " is illegible: "
              + e.getMessage()
              + ". Rebuild the catalogue from the files",
          e);
    }
  }

  /**
   * Adds lines at the end. If that fails, the file is as before: to half a line Barman would add
   * its next. After a crash the last may be torn.
   */
  void append(List<CatalogueLine> lines) throws IOException {
    long before = Files.size(path);
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap(format(lines));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      cut(before, e);
      throw e;
    }
  }

  private void cut(long size, IOException failure) {
    boolean interrupted = Thread.interrupted();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(size).force(true);
    } catch (IOException e) {
      failure.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Replaces all lines at once. */
  void write(List<CatalogueLine> lines) throws IOException {
    DurableFiles.createDirectories(DurableFiles.parent(path));
    DurableFiles.rewrite(path, format(lines));
  }

  private byte[] format(List<CatalogueLine> lines) {
    return lines.stream()
        .map(line -> format.apply(line) + "\n")
        .collect(Collectors.joining())
        .getBytes(ISO_8859_1);
  }

  /** Returns what changes when anybody writes to the file, or is it there or not. */
  String stamp() throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return attributes.fileKey() + " " + attributes.size() + " " + attributes.lastModifiedTime();
    } catch (NoSuchFileException absent) {
      return "absent";
    }
  }
}
