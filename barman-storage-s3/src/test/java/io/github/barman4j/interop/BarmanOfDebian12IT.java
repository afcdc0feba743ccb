/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.interop;

import io.github.barman4j.compression.BarmanVersion;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.testing.interop.CodecPair;
import io.github.barman4j.testing.interop.ExchangeContract;
import io.github.barman4j.testing.interop.SharedArchive;
import io.github.barman4j.testing.servers.BarmanCli;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Barman 3.4.0, the oldest that archives are exchanged with, and PostgreSQL 15. */
final class BarmanOfDebian12IT extends ExchangeContract {

  BarmanOfDebian12IT() {
    super(BarmanCli.debian12(), BarmanVersion.OLDEST_TESTED, 15);
  }

  @Override
  protected List<CodecPair> codecs() {
    return Stream.of(Codec.NONE, Codec.GZIP, Codec.BZIP2, Codec.SNAPPY)
        .map(CodecPair::both)
        .toList();
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
