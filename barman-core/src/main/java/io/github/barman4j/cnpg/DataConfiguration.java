/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import io.github.barman4j.compression.Codec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How base backups are made and restored.
 *
 * @param compression of base backups; {@link Codec#NONE} if the resource says nothing. zstd is
 *     taken although the resource's schema lacks it; Barman reads it from 3.20 on
 * @param encryption that S3 is asked for; null for the bucket's default
 * @param jobs parts that are written at a time, at least 1; null for the default
 * @param immediateCheckpoint whether the checkpoint at the start is done at once
 * @param additionalCommandArgs more arguments of {@code barman-cloud-backup}
 * @param restoreAdditionalCommandArgs more arguments of {@code barman-cloud-restore}
 */
public record DataConfiguration(
    Codec compression,
    @Nullable ServerSideEncryption encryption,
    @Nullable Integer jobs,
    boolean immediateCheckpoint,
    List<String> additionalCommandArgs,
    List<String> restoreAdditionalCommandArgs) {

  /** What a resource without a {@code data} says. */
  public static final DataConfiguration DEFAULTS =
      new DataConfiguration(Codec.NONE, null, null, false, List.of(), List.of());

  private static final List<Codec> CODECS =
      List.of(Codec.BZIP2, Codec.GZIP, Codec.LZ4, Codec.SNAPPY, Codec.ZSTD);

  /**
   * Copies and checks.
   *
   * @throws InvalidObjectStoreException if {@code jobs} is less than 1, or no Barman restores base
   *     backups in that codec
   */
  public DataConfiguration {
    Problems problems = new Problems();
    problems.require(jobs == null || jobs >= 1, "jobs", "is at least 1, got " + jobs);
    problems.require(
        compression == Codec.NONE || CODECS.contains(compression),
        "compression",
        "must be one of " + CODECS + ", got " + compression);
    problems.throwIfAny();
    additionalCommandArgs = List.copyOf(additionalCommandArgs);
    restoreAdditionalCommandArgs = List.copyOf(restoreAdditionalCommandArgs);
  }

  static DataConfiguration read(Fields fields) {
    Codec codec = fields.choice("compression", CODECS);
    return new DataConfiguration(
        codec == null ? Codec.NONE : codec,
        fields.choice("encryption", List.of(ServerSideEncryption.values())),
        fields.number("jobs"),
        fields.isSet("immediateCheckpoint"),
        fields.texts("additionalCommandArgs"),
        fields.texts("restoreAdditionalCommandArgs"));
  }
}
