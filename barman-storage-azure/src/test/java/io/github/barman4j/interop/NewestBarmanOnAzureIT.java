/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.interop;

import io.github.barman4j.compression.BarmanVersion;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.testing.interop.CodecPair;
import io.github.barman4j.testing.interop.ExchangeContract;
import io.github.barman4j.testing.interop.SharedArchive;
import io.github.barman4j.testing.servers.BarmanCli;
import java.util.List;

/** Barman 3.20.1 and PostgreSQL 18 in Azurite; the exchange in S3 tries every codec. */
final class NewestBarmanOnAzureIT extends ExchangeContract {

  private static final BarmanCli BARMAN = BarmanCli.newest();

  NewestBarmanOnAzureIT() {
    super(BARMAN, BarmanVersion.NEWEST_TESTED, 18);
  }

  @Override
  protected List<CodecPair> codecs() {
    return List.of(new CodecPair(Codec.NONE, Codec.GZIP), CodecPair.both(Codec.ZSTD));
  }

  @Override
  protected SharedArchive open() {
    return AzureArchive.open(BARMAN);
  }
}
