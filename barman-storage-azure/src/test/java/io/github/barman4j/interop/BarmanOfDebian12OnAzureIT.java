/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.interop;

import io.github.barman4j.compression.BarmanVersion;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.testing.interop.CodecPair;
import io.github.barman4j.testing.interop.ExchangeContract;
import io.github.barman4j.testing.interop.SharedArchive;
import io.github.barman4j.testing.servers.BarmanCli;
import java.util.List;
import java.util.Optional;

/** Barman 3.4.0 and PostgreSQL 15 in Azurite; the exchange in S3 tries every codec. */
final class BarmanOfDebian12OnAzureIT extends ExchangeContract {

  private static final BarmanCli BARMAN = BarmanCli.debian12();

  BarmanOfDebian12OnAzureIT() {
    super(BARMAN, BarmanVersion.OLDEST_TESTED, 15);
  }

  @Override
  protected List<CodecPair> codecs() {
    return List.of(CodecPair.both(Codec.GZIP));
  }

  @Override
  protected Optional<String> reasonNotToDelete() {
    return Optional.of(
        "Azurite 3.37.0 answers 400 to the batches of azure-storage-blob 12.15, so that this Barman"
            + " neither releases nor deletes");
  }

  @Override
  protected SharedArchive open() {
    return AzureArchive.open(BARMAN);
  }
}
