/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** Small helpers between files and streams. */
@NullMarked
package io.github.barman4j.internal.io;

import org.jspecify.annotations.NullMarked;
