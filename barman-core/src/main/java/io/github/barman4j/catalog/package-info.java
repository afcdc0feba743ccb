/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The catalog of an archive: {@link io.github.barman4j.catalog.BackupCatalog} says which backups
 * there are and keeps them, {@link io.github.barman4j.catalog.BackupInfo} what is known of one.
 * Nothing is cached; the store is the catalog.
 */
@NullMarked
package io.github.barman4j.catalog;

import org.jspecify.annotations.NullMarked;
