/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.github.barman4j.compression;

import org.jspecify.annotations.NullMarked;
