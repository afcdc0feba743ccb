/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Base backups of a running PostgreSQL: {@link io.github.barman4j.backup.BaseBackup} copies a data
 * directory into an object store, part by part in parallel, without a temporary file.
 */
@NullMarked
package io.github.barman4j.backup;

import org.jspecify.annotations.NullMarked;
