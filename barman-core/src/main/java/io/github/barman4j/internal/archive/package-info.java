/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What several rooms do with an archive: call its store, failures told in this library's errors,
 * learn who owns it, and read its WAL files.
 */
@NullMarked
package io.github.barman4j.internal.archive;

import org.jspecify.annotations.NullMarked;
