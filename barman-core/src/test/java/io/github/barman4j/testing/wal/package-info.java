/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** WAL that no server wrote, for tests. */
@NullMarked
package io.github.barman4j.testing.wal;

import org.jspecify.annotations.NullMarked;
