/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** The catalog of an archive: which backups there are and what is known of them. */
@NullMarked
package io.github.barman4j.catalog;

import org.jspecify.annotations.NullMarked;
