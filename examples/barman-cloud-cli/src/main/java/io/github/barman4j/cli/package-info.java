/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * The {@code barman-cloud-*} programs: they read a command line as Barman's do, ask the library,
 * and answer with Barman's output and exit codes.
 */
@org.jspecify.annotations.NullMarked
package io.github.barman4j.cli;
