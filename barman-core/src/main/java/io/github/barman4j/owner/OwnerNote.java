/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.owner;

import io.github.barman4j.postgres.SystemIdentifier;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who owned an archive when it was looked at.
 *
 * @param cluster that owned it
 * @param etag of the note that said so; null if there was none and backups or WAL said it
 */
public record OwnerNote(SystemIdentifier cluster, @Nullable String etag) {

  /** Checks that the cluster is there. */
  public OwnerNote {
    Objects.requireNonNull(cluster, "cluster");
  }
}
