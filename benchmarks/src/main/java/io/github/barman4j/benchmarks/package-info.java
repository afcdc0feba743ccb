/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** Micro-benchmarks of the data path, and comparisons with other tools. */
@NullMarked
package io.github.barman4j.benchmarks;

import org.jspecify.annotations.NullMarked;
