/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The format of PostgreSQL's {@code backup_manifest}; see "Backup Manifest Format" in PostgreSQL's
 * documentation.
 */
@NullMarked
package io.github.barman4j.internal.manifest;

import org.jspecify.annotations.NullMarked;
