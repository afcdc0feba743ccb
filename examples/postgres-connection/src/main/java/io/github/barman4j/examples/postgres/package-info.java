/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** Connections to PostgreSQL as libpq makes them: same words, variables, files and defaults. */
@NullMarked
package io.github.barman4j.examples.postgres;

import org.jspecify.annotations.NullMarked;
