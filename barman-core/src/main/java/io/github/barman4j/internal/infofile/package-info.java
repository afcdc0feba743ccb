/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** The syntax of {@code backup.info}: lines of key=value whose values are Python literals. */
@NullMarked
package io.github.barman4j.internal.infofile;

import org.jspecify.annotations.NullMarked;
