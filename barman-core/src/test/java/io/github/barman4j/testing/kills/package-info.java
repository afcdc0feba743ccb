/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Processes that are killed while they work on a real store, and what must hold of the store, of
 * PostgreSQL and of the restored directory afterwards.
 */
@NullMarked
package io.github.barman4j.testing.kills;

import org.jspecify.annotations.NullMarked;
