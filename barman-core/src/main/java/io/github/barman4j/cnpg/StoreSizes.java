/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

/** Sizes of parts and blocks, within what every store takes with its other defaults. */
final class StoreSizes {

  private static final long MIN_ARCHIVE = 1L << 20;
  private static final long MIN_BLOCK = 256L << 10;
  private static final long DEFAULT_PART = 16L << 20;
  private static final long MAX_PART = 192L << 20;

  private StoreSizes() {}

  static long archiveSize(String text) {
    long bytes = BarmanSize.parse(text);
    if (bytes < MIN_ARCHIVE) {
      throw new IllegalArgumentException("is at least 1 MiB here, got '" + text + "'");
    }
    return bytes;
  }

  static String blockSize(String text) {
    long bytes = BarmanSize.parse(text);
    if (bytes < MIN_BLOCK || bytes > MAX_PART) {
      throw new IllegalArgumentException("is 256 KiB to 192 MiB here, got '" + text + "'");
    }
    return String.valueOf(bytes);
  }

  /** Returns the size of parts, a multiple of 256 KiB; empty if parts are as large without it. */
  static String minPartSize(String text) {
    long bytes = BarmanSize.parse(text);
    if (bytes <= DEFAULT_PART) {
      return "";
    }
    if (bytes > MAX_PART) {
      throw new IllegalArgumentException(
          "is at most 192 MiB here, the memory for parts, got '" + text + "'");
    }
    return String.valueOf((bytes + MIN_BLOCK - 1) / MIN_BLOCK * MIN_BLOCK);
  }
}
