/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.compression.Codec;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.storage.ObjectMetadata;
import java.util.Objects;

/**
 * A WAL file that is in the archive: what {@link WalArchive} archived or fetched.
 *
 * @param name of the file; of a fetched one {@link WalFileName.Partial} if it was delivered in
 *     place of the segment asked for
 * @param object what the store says of it, the size as stored included
 * @param codec how it is compressed
 * @param bytes its size decoded
 * @param outcome what was done
 */
public record ArchivedWal(
    WalFileName name, ObjectMetadata object, Codec codec, long bytes, Outcome outcome) {

  /** What was done with the file. */
  public enum Outcome {
    /** It was put into the archive. */
    ARCHIVED,
    /** The archive had it already, with the same content; nothing was written. */
    ALREADY_ARCHIVED,
    /** It was read from the archive. */
    FETCHED
  }

  /** Checks that all are there. */
  public ArchivedWal {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(object, "object");
    Objects.requireNonNull(codec, "codec");
    Objects.requireNonNull(outcome, "outcome");
  }
}
