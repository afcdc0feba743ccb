/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** The tars of base backups: written as Barman writes them, read from whoever wrote them. */
@NullMarked
package io.github.barman4j.internal.tar;

import org.jspecify.annotations.NullMarked;
