/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** Barman Cloud for the JVM: the entry points and the errors. */
@NullMarked
package io.github.barman4j;

import org.jspecify.annotations.NullMarked;
