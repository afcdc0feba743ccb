/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How base backups are compressed; at the level that Barman has for it. */
final class BaseCompressionOptions {

  static final Exclusion ONE =
      Exclusion.atMostOne("--gzip", "--bzip2", "--snappy", "--lz4", "--zstd");

  @Option(
      names = {"-z", "--gzip"},
      description = "Compress with gzip.")
  boolean gzip;

  @Option(
      names = {"-j", "--bzip2"},
      description = "Compress with bzip2.")
  boolean bzip2;

  @Option(names = "--snappy", description = "Compress with Snappy.")
  boolean snappy;

  @Option(names = "--lz4", description = "Compress with LZ4.")
  boolean lz4;

  @Option(names = "--zstd", description = "Compress with zstd.")
  boolean zstd;

  /** Returns the compression that is asked for, empty if none is. */
  Optional<Compression> find() {
    return Optional.of(codec()).filter(codec -> codec != Codec.NONE).map(Compression::of);
  }

  private Codec codec() {
    if (gzip) {
      return Codec.GZIP;
    }
    if (bzip2) {
      return Codec.BZIP2;
    }
    if (snappy) {
      return Codec.SNAPPY;
    }
    return lz4 ? Codec.LZ4 : zstd ? Codec.ZSTD : Codec.NONE;
  }
}
