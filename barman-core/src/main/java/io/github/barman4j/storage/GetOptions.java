/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How to read an object.
 *
 * @param range the bytes wanted; null means all
 * @param ifMatch the etag of the version wanted; null means any
 */
public record GetOptions(@Nullable ByteRange range, @Nullable String ifMatch) {

  private static final GetOptions ALL = new GetOptions(null, null);

  /** Returns the options to read the whole object, whatever version. */
  public static GetOptions all() {
    return ALL;
  }

  /** Returns these options for the given range. */
  public GetOptions withRange(ByteRange newRange) {
    return new GetOptions(Objects.requireNonNull(newRange, "newRange"), ifMatch);
  }

  /** Returns these options for the version with the given etag only. */
  public GetOptions withIfMatch(String etag) {
    return new GetOptions(range, Objects.requireNonNull(etag, "etag"));
  }
}
