/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.interop;

import io.github.barman4j.compression.BarmanVersion;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.testing.interop.CodecPair;
import io.github.barman4j.testing.interop.ExchangeContract;
import io.github.barman4j.testing.interop.SharedArchive;
import io.github.barman4j.testing.servers.BarmanCli;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Barman 3.20.1, the newest that archives are exchanged with, and PostgreSQL 18. */
final class NewestBarmanIT extends ExchangeContract {

  NewestBarmanIT() {
    super(BarmanCli.newest(), BarmanVersion.NEWEST_TESTED, 18);
  }

  @Override
  protected List<CodecPair> codecs() {
    return List.of(
        new CodecPair(Codec.NONE, Codec.NONE),
        new CodecPair(Codec.GZIP, Codec.BZIP2),
        new CodecPair(Codec.BZIP2, Codec.GZIP),
        new CodecPair(Codec.LZ4, Codec.LZ4),
        new CodecPair(Codec.ZSTD, Codec.ZSTD),
        new CodecPair(Codec.ZSTD, Codec.XZ),
        new CodecPair(Codec.SNAPPY, Codec.SNAPPY));
  }

  @Override
  protected SharedArchive open() {
    return S3Archive.open();
  }

  @Test
  void everyCodecThatTheReleaseReadsIsTried() {
    assertEveryCodecIsTried();
  }
}
