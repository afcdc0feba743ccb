/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import io.github.barman4j.compression.Codec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How WAL is archived and fetched.
 *
 * @param compression of what is archived; {@link Codec#NONE} if the resource says nothing
 * @param encryption that S3 is asked for; null for the bucket's default
 * @param maxParallel WAL files that are archived, or fetched ahead, at a time; at least 1, the
 *     default
 * @param archiveAdditionalCommandArgs more arguments of {@code barman-cloud-wal-archive}
 * @param restoreAdditionalCommandArgs more arguments of {@code barman-cloud-wal-restore}
 */
public record WalConfiguration(
    Codec compression,
    @Nullable ServerSideEncryption encryption,
    int maxParallel,
    List<String> archiveAdditionalCommandArgs,
    List<String> restoreAdditionalCommandArgs) {

  /** What a resource without a {@code wal} says. */
  public static final WalConfiguration DEFAULTS =
      new WalConfiguration(Codec.NONE, null, 1, List.of(), List.of());

  private static final List<Codec> CODECS =
      List.of(Codec.BZIP2, Codec.GZIP, Codec.LZ4, Codec.SNAPPY, Codec.XZ, Codec.ZSTD);

  /**
   * Copies and checks.
   *
   * @throws InvalidObjectStoreException if {@code maxParallel} is less than 1
   */
  public WalConfiguration {
    Problems problems = new Problems();
    problems.require(maxParallel >= 1, "maxParallel", "is at least 1, got " + maxParallel);
    problems.throwIfAny();
    archiveAdditionalCommandArgs = List.copyOf(archiveAdditionalCommandArgs);
    restoreAdditionalCommandArgs = List.copyOf(restoreAdditionalCommandArgs);
  }

  static WalConfiguration read(Fields fields) {
    Codec codec = fields.choice("compression", CODECS);
    Integer parallel = fields.number("maxParallel");
    return new WalConfiguration(
        codec == null ? Codec.NONE : codec,
        fields.choice("encryption", List.of(ServerSideEncryption.values())),
        parallel == null ? 1 : parallel,
        fields.texts("archiveAdditionalCommandArgs"),
        fields.texts("restoreAdditionalCommandArgs"));
  }
}
