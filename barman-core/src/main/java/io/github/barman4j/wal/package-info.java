/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** The WAL archive of a server: archiving, fetching, and what is there. */
@NullMarked
package io.github.barman4j.wal;

import org.jspecify.annotations.NullMarked;
