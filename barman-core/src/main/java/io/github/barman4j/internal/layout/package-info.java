/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The Barman Cloud layout: which keys the archive of a server has. This is the specification.
 *
 * <pre>
 * SERVER/base/ID/backup.info                        metadata, written last, deleted last
 * SERVER/base/ID/data.tar[.gz|.bz2|.snappy|.lz4|.zst]      data directory, first part
 * SERVER/base/ID/data_0001.tar[...]                 data directory, further parts
 * SERVER/base/ID/OID.tar[...], OID_0001.tar[...]    tablespace
 * SERVER/base/ID/annotations/keep                   "full" or "standalone", without newline
 * SERVER/wals/TTTTTTTTLLLLLLLL/NAME[suffix]         segment, .partial, .OFFSET.backup
 * SERVER/wals/TTTTTTTT.history[suffix]              timeline history
 * SERVER/barman4j/system-identifier                 ours: the cluster that owns the archive
 * SERVER/barman4j/running/ID                        ours: a backup is running and needs WAL
 * </pre>
 *
 * Parts of a series have no hole between their numbers. How many there are, {@code copy_stats} of
 * {@code backup.info} says in our own backups, as {@code parts_per_item}.
 *
 * <p>A suffix is one of {@code .gz .bz2 .xz .snappy .zst .lz4}. Barman's tools look only at {@code
 * base} and {@code wals}, so what is beside them is safe from them.
 */
@NullMarked
package io.github.barman4j.internal.layout;

import org.jspecify.annotations.NullMarked;
