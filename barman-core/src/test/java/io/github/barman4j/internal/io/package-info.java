/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.github.barman4j.internal.io;

import org.jspecify.annotations.NullMarked;
