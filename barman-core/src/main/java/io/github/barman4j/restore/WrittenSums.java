/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * The CRC-32C of each file that an extraction wrote, some 24 bytes each whatever their names, so
 * that a million files do not fill a small heap. Thread-safe.
 */
final class WrittenSums {

  private static final int FIRST_SLOTS = 1 << 10;
  private static final long FNV_BASIS = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;
  private static final int HALF = 32;

  private long[] keys = new long[FIRST_SLOTS];
  private int[] sums = new int[FIRST_SLOTS];
  private int count;

  /** Takes a file; one that is written again replaces itself. */
  synchronized void put(Path file, int crc) {
    put(key(file), crc);
    if (count * 2 > keys.length) {
      grow();
    }
  }

  private void put(long key, int crc) {
    int slot = slot(key);
    count += keys[slot] == 0 ? 1 : 0;
    keys[slot] = key;
    sums[slot] = crc;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldSums = sums;
    keys = new long[2 * oldKeys.length];
    sums = new int[keys.length];
    count = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        put(oldKeys[i], oldSums[i]);
      }
    }
  }

  /** Returns the file's sum, empty if it was not written. */
  synchronized OptionalInt find(Path file) {
    int slot = slot(key(file));
    return keys[slot] == 0 ? OptionalInt.empty() : OptionalInt.of(sums[slot]);
  }

  private int slot(long key) {
    int slot = (int) (key ^ key >>> HALF) & keys.length - 1;
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = slot + 1 & keys.length - 1;
    }
    return slot;
  }

  private static long key(Path file) {
    long hash = FNV_BASIS;
    String path = file.toString();
    for (int i = 0; i < path.length(); i++) {
      hash = (hash ^ path.charAt(i)) * FNV_PRIME;
    }
    return hash == 0 ? 1 : hash;
  }
}
