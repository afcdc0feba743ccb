/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** The first backup, and the first restore. */
@NullMarked
package io.github.barman4j.examples.quickstart;

import org.jspecify.annotations.NullMarked;
