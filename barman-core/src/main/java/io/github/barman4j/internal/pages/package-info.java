/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** Data pages of PostgreSQL and their checksums. */
@NullMarked
package io.github.barman4j.internal.pages;

import org.jspecify.annotations.NullMarked;
