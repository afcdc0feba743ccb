/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

/**
 * What sizes the parts of an upload have at a provider.
 *
 * @param min the least bytes
 * @param max the most bytes
 * @param unit of which a size is a multiple
 * @param memory that there is for parts unless an option says how much
 */
record ChunkLimits(long min, long max, long unit, long memory) {

  private static final long KIBIBYTE = 1L << 10;
  private static final long MEBIBYTE = 1L << 20;

  static ChunkLimits of(Provider provider) {
    long memory = 192 * MEBIBYTE;
    return switch (provider) {
      case AWS_S3 -> new ChunkLimits(5 * MEBIBYTE, 1024 * MEBIBYTE, 1, memory);
      case AZURE -> new ChunkLimits(256 * KIBIBYTE, 4000 * MEBIBYTE, 1, memory);
      case GOOGLE -> new ChunkLimits(256 * KIBIBYTE, 1024 * MEBIBYTE, 256 * KIBIBYTE, memory);
    };
  }

  /** Returns the size that comes nearest, not below what is wanted where that can be. */
  long nearest(long wanted) {
    long within = Math.max(min, Math.min(max, wanted));
    return (within + unit - 1) / unit * unit;
  }
}
