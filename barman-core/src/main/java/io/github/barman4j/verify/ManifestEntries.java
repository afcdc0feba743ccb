/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.internal.io.ChecksumAlgorithm;
import io.github.barman4j.internal.manifest.ManifestFile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The files of a manifest, and which of them have been seen: some 30 bytes each beside path and
 * checksum, so that a million files take about 60 MiB with CRC-32C. Filled by one thread, then
 * looked up and marked by many.
 */
final class ManifestEntries {

  private static final int FIXED = 1 + Short.BYTES + Long.BYTES + 1;
  private static final int PATH_LENGTH = 1;
  private static final int SIZE = PATH_LENGTH + Short.BYTES;
  private static final int SUM_LENGTH = SIZE + Long.BYTES;
  private static final int FIRST_SLOTS = 1 << 10;
  private static final int FIRST_BYTES = 1 << 16;

  private static final Map<Integer, ChecksumAlgorithm> BY_LENGTH =
      Map.of(
          0, ChecksumAlgorithm.NONE,
          4, ChecksumAlgorithm.CRC32C,
          28, ChecksumAlgorithm.SHA224,
          32, ChecksumAlgorithm.SHA256,
          48, ChecksumAlgorithm.SHA384,
          64, ChecksumAlgorithm.SHA512);

  private byte[] bytes = new byte[FIRST_BYTES];
  private ByteBuffer data = ByteBuffer.wrap(bytes);
  private int length;
  private int[] slots = empty(FIRST_SLOTS);
  private int count;

  private static int[] empty(int size) {
    int[] slots = new int[size];
    Arrays.fill(slots, -1);
    return slots;
  }

  /**
   * Adds a file.
   *
   * @throws IllegalArgumentException if it is there already, or its checksum cannot be understood
   */
  void add(ManifestFile file) {
    byte[] path = file.path().getBytes(UTF_8);
    byte[] sum = HexFormat.of().parseHex(file.checksum());
    requireAlgorithm(file, sum.length);
    int slot = slot(path);
    if (slots[slot] >= 0 || path.length > Short.MAX_VALUE) {
      throw new IllegalArgumentException("'" + file.path() + "' is there twice, or too long");
    }
    slots[slot] = append(path, file, sum);
    if (++count * 2 > slots.length) {
      rehash();
    }
  }

  private int append(byte[] path, ManifestFile file, byte[] sum) {
    int entry = length;
    reserve(FIXED + path.length + sum.length);
    data.putShort(entry + PATH_LENGTH, (short) path.length);
    data.putLong(entry + SIZE, file.size());
    data.put(entry + SUM_LENGTH, (byte) sum.length);
    data.put(entry + FIXED, path);
    data.put(entry + FIXED + path.length, sum);
    length += FIXED + path.length + sum.length;
    return entry;
  }

  /** The length of a checksum tells how it was made. */
  private static void requireAlgorithm(ManifestFile file, int sumLength) {
    String name = file.algorithm().isEmpty() ? "NONE" : file.algorithm();
    ChecksumAlgorithm actual = BY_LENGTH.get(sumLength);
    if (actual == null || !actual.name().equalsIgnoreCase(name)) {
      throw new IllegalArgumentException(
          "a checksum of " + sumLength + " bytes is not of algorithm " + name);
    }
  }

  private void reserve(int more) {
    int needed = Math.addExact(length, more);
    if (needed > bytes.length) {
      long doubled = Math.min(2L * bytes.length, Integer.MAX_VALUE - Long.BYTES);
      bytes = Arrays.copyOf(bytes, Math.max(needed, (int) doubled));
      data = ByteBuffer.wrap(bytes);
    }
  }

  private void rehash() {
    slots = empty(2 * slots.length);
    for (int entry = 0; entry < length; entry = next(entry)) {
      slots[slot(Arrays.copyOfRange(bytes, entry + FIXED, pathEnd(entry)))] = entry;
    }
  }

  private int slot(byte[] path) {
    int hash = Arrays.hashCode(path);
    int slot = (hash ^ hash >>> 15) & slots.length - 1;
    while (slots[slot] >= 0 && !isAt(slots[slot], path)) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  private boolean isAt(int entry, byte[] path) {
    return Arrays.equals(bytes, entry + FIXED, pathEnd(entry), path, 0, path.length);
  }

  private int pathEnd(int entry) {
    return entry + FIXED + data.getShort(entry + PATH_LENGTH);
  }

  private int next(int entry) {
    return pathEnd(entry) + data.get(entry + SUM_LENGTH);
  }

  /** Returns how many there are. */
  int count() {
    return count;
  }

  /** Returns the entry of a file, -1 if there is none. */
  int find(String path) {
    return slots[slot(path.getBytes(UTF_8))];
  }

  /** Returns the size of the entry's file in bytes. */
  long size(int entry) {
    return data.getLong(entry + SIZE);
  }

  /** Returns how the entry's checksum was made. */
  ChecksumAlgorithm algorithm(int entry) {
    return Objects.requireNonNull(BY_LENGTH.get((int) data.get(entry + SUM_LENGTH)));
  }

  /** Returns the entry's checksum in hexadecimal digits. */
  String checksum(int entry) {
    return HexFormat.of().formatHex(bytes, pathEnd(entry), next(entry));
  }

  /** Notes that the entry's file is there. */
  void markSeen(int entry) {
    bytes[entry] = 1;
  }

  /** Gives the paths that have not been seen to a consumer, in the manifest's order. */
  void forEachUnseen(Predicate<String> wanted, Consumer<String> consumer) {
    for (int entry = 0; entry < length; entry = next(entry)) {
      String path = new String(bytes, entry + FIXED, pathEnd(entry) - entry - FIXED, UTF_8);
      if (bytes[entry] == 0 && wanted.test(path)) {
        consumer.accept(path);
      }
    }
  }
}
