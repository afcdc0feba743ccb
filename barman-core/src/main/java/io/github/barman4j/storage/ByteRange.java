/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

/**
 * A range of an object's bytes. What lies behind the object's end is left out.
 *
 * @param offset of the first byte, from 0
 * @param length in bytes, at least 1; {@link Long#MAX_VALUE} means to the end
 */
public record ByteRange(long offset, long length) {

  /** Checks that the offset is not negative and the length is positive. */
  public ByteRange {
    if (offset < 0 || length < 1) {
      throw new IllegalArgumentException(
          "A byte range has offset >= 0 and length >= 1, got " + offset + " and " + length);
    }
  }

  /** Returns the range of {@code length} bytes from {@code offset}. */
  public static ByteRange of(long offset, long length) {
    return new ByteRange(offset, length);
  }

  /** Returns the range from {@code offset} to the object's end. */
  public static ByteRange from(long offset) {
    return new ByteRange(offset, Long.MAX_VALUE);
  }

  /** Tells whether this range goes to the object's end, however long it is. */
  public boolean isOpenEnded() {
    return length > Long.MAX_VALUE - offset;
  }

  /**
   * Returns how many bytes of an object of {@code size} bytes lie in this range; 0 if it begins
   * behind the end.
   */
  public long lengthWithin(long size) {
    return Math.max(0, Math.min(length, size - offset));
  }

  /** Returns the value of an HTTP Range header. */
  public String toHttpHeader() {
    return "bytes=" + offset + "-" + (isOpenEnded() ? "" : offset + length - 1);
  }
}
