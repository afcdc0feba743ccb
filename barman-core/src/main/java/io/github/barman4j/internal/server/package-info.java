/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What is read from a running server, whatever becomes of it: its settings, the course of a backup
 * on the SQL side, and the files of its data directory and tablespaces.
 */
@NullMarked
package io.github.barman4j.internal.server;

import org.jspecify.annotations.NullMarked;
