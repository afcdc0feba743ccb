/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.interop;

import io.github.barman4j.compression.Codec;

/** What the base backup and what the WAL of a round is compressed with. */
public record CodecPair(Codec base, Codec wal) {

  /** Returns the pair of one codec. */
  public static CodecPair both(Codec codec) {
    return new CodecPair(codec, codec);
  }

  boolean has(Codec codec) {
    return base == codec || wal == codec;
  }

  /** Returns what distinguishes the servers of an archive. */
  @Override
  public String toString() {
    return base + "-" + wal;
  }
}
