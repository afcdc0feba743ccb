/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** Copies the archive of a server, or some of it, into another store or to another name. */
@NullMarked
package io.github.barman4j.copy;

import org.jspecify.annotations.NullMarked;
