/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import java.nio.file.Path;
import javax.sql.DataSource;

/** A running server and the directory of its files. */
record DataDirectorySource(DataSource dataSource, Path pgData) implements BackupSource {}
