/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.server;

import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.postgres.WalSegmentSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself. Settings are null where the role may not see them.
 *
 * @param inRecovery whether it is a standby
 * @param tablespaces those outside the data directory
 */
public record ServerFacts(
    PostgresVersion version,
    boolean inRecovery,
    WalSegmentSize walSegmentSize,
    @Nullable String dataDirectory,
    @Nullable String configFile,
    @Nullable String hbaFile,
    @Nullable String identFile,
    List<String> includedFiles,
    List<Tablespace> tablespaces,
    @Nullable String dataChecksums,
    @Nullable String summarizeWal,
    @Nullable Long clusterSize) {

  /** Copies the lists. */
  public ServerFacts {
    includedFiles = List.copyOf(includedFiles);
    tablespaces = List.copyOf(tablespaces);
  }
}
