/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Reads WAL as far as a recovery target needs it: where records begin and end, which transactions
 * ended when, and where restore points are.
 *
 * <p>Facts are from PostgreSQL's {@code access/xlog_internal.h}, {@code access/xlogrecord.h} and
 * {@code access/xact.h}; they are the same in 13 to 18.
 */
@NullMarked
package io.github.barman4j.internal.walrecord;

import org.jspecify.annotations.NullMarked;
