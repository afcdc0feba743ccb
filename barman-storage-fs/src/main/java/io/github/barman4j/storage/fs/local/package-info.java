/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Barman's <em>local backups</em> ({@code backup_method = local-rsync}): PostgreSQL and its backups
 * on one host, the files of each backup copied one by one into the directory of a Barman server, so
 * that Barman and this library can take turns on it.
 *
 * <p>{@link io.github.barman4j.storage.fs.local.ServerDirectory} is the only type that knows what
 * lies where, {@link io.github.barman4j.storage.fs.local.ServerLocks} the only one that knows
 * Barman's locks.
 */
@NullMarked
package io.github.barman4j.storage.fs.local;

import org.jspecify.annotations.NullMarked;
