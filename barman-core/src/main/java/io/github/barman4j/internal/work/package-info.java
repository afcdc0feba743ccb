/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * How long work goes on: workers that end together, when they are told to, and what is heard of it.
 */
@NullMarked
package io.github.barman4j.internal.work;

import org.jspecify.annotations.NullMarked;
