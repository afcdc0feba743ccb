/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Barman Cloud for the JVM: the entry points and the errors.
 *
 * <p>{@link io.github.barman4j.Barman} opens a store, {@link io.github.barman4j.BarmanServer} the
 * archive of one PostgreSQL server in it. From there lead base backups ({@link
 * io.github.barman4j.backup}), the WAL archive ({@link io.github.barman4j.wal}), the catalog
 * ({@link io.github.barman4j.catalog}), recovery ({@link io.github.barman4j.restore}), retention
 * ({@link io.github.barman4j.retention}) and verification ({@link io.github.barman4j.verify}).
 *
 * <p>Calls block. What fails throws a subclass of {@link io.github.barman4j.BarmanException} that
 * says what to do next; an absent WAL file and a problem that verification found are results.
 */
@NullMarked
package io.github.barman4j;

import org.jspecify.annotations.NullMarked;
