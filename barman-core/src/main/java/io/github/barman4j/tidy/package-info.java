/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** Removes what runs that were killed left in a store, as a plan first. */
@NullMarked
package io.github.barman4j.tidy;

import org.jspecify.annotations.NullMarked;
