/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What programs have to do with PostgreSQL: connections as libpq makes them, with the same words,
 * variables, files and defaults, and times as PostgreSQL and libc understand them.
 */
@NullMarked
package io.github.barman4j.examples.postgres;

import org.jspecify.annotations.NullMarked;
