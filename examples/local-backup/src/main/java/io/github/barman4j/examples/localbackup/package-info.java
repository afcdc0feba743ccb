/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The program {@code local-backup}: backups of PostgreSQL on its own host, in the directory of a
 * Barman server and configured by {@code barman.conf}. Each command is one class that reads its
 * options, asks the library and prints; {@link
 * io.github.barman4j.examples.localbackup.ServerCommand} is what they have in common.
 */
@NullMarked
package io.github.barman4j.examples.localbackup;

import org.jspecify.annotations.NullMarked;
