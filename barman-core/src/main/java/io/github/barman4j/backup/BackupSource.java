/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import java.nio.file.Path;
import java.util.Objects;
import javax.sql.DataSource;

/** Where a base backup comes from. Immutable; the caller closes what it put in. */
public sealed interface BackupSource permits DataDirectorySource {

  /**
   * Returns the running server that the data source connects to, whose files this process can read.
   *
   * <p>The role needs {@code pg_monitor} and {@code EXECUTE} on PostgreSQL's backup functions, or
   * is a superuser. Each backup takes one connection and keeps it from start to stop. A standby
   * will do.
   *
   * @param dataSource gives a direct connection; a pooler in transaction mode will not do
   * @param pgData the server's data directory, which may be a symbolic link
   */
  static BackupSource dataDirectory(DataSource dataSource, Path pgData) {
    return new DataDirectorySource(
        Objects.requireNonNull(dataSource, "dataSource"), Objects.requireNonNull(pgData, "pgData"));
  }
}
