/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.testing.wal.WalSegments;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The archive of a server before a case, from words that say what is in it.
 *
 * <ul>
 *   <li><code>backup:3:flag,flag</code>: see {@link CaseBackup}
 *   <li><code>object:KEY</code>: an object with its key as content
 *   <li>else the name of an object of the WAL archive, with the content that its name promises;
 *       behind it may stand <code>!cut</code>, <code>!junk</code> or <code>!empty</code>
 * </ul>
 *
 * No two segments have the same content, whatever their names.
 */
final class CaseArchive {

  static final SystemIdentifier SYSTEM_IDENTIFIER = SystemIdentifier.parse("7412345678901234567");

  private static final WalSegments SEGMENTS = WalSegments.of(SYSTEM_IDENTIFIER, CaseNames.SIZE);
  private static final int SEGMENT_NAME = 24;

  private final Map<String, byte[]> objects = new TreeMap<>();

  private CaseArchive() {}

  /** Returns the objects by key below the server's. */
  static Map<String, byte[]> of(String words) {
    CaseArchive archive = new CaseArchive();
    CaseNames.expand(words)
        .lines()
        .flatMap(line -> Arrays.stream(line.strip().split("\\s+")))
        .filter(word -> !word.isEmpty())
        .forEach(archive::add);
    return archive.objects;
  }

  private void add(String word) {
    String[] parts = word.split(":");
    switch (parts[0]) {
      case "backup" ->
          objects.putAll(new CaseBackup(Integer.parseInt(parts[1]), flags(parts)).objects());
      case "object" -> objects.put(parts[1], parts[1].getBytes(UTF_8));
      default -> addWal(word.replaceFirst("!.*", ""), word.replaceFirst("[^!]*!?", ""));
    }
  }

  private static List<String> flags(String[] parts) {
    return parts.length < 3 ? List.of() : List.of(parts[2].split(","));
  }

  private void addWal(String name, String damage) {
    String folder =
        name.length() < SEGMENT_NAME ? "" : name.substring(0, 16).toUpperCase(Locale.ROOT) + "/";
    objects.put("wals/" + folder + name, damaged(damage, stored(name)));
  }

  private static byte[] damaged(String damage, byte[] stored) {
    return switch (damage) {
      case "" -> stored;
      case "cut" -> Arrays.copyOf(stored, stored.length / 2);
      case "junk" -> "no WAL, and not compressed".getBytes(UTF_8);
      case "empty" -> new byte[0];
      default -> throw new IllegalArgumentException(damage);
    };
  }

  private static byte[] stored(String name) {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (OutputStream out = Compression.of(Codec.ofFileName(name)).compressing(stored)) {
      out.write(content(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stored.toByteArray();
  }

  /** Returns what is in a file of this name. */
  static byte[] content(String name) {
    if (name.contains(".history")) {
      return ("1\t0/300000\tfor " + name + "\n").getBytes(UTF_8);
    }
    if (name.contains(".backup")) {
      return ("content of " + name + "\n").getBytes(UTF_8);
    }
    return SEGMENTS
        .withFilling(name.hashCode())
        .bytes(CaseNames.parse(name.substring(0, SEGMENT_NAME).toUpperCase(Locale.ROOT)));
  }
}
