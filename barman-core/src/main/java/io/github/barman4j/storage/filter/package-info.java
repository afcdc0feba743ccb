/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Stores that stand before another one: under a prefix, observed, limited in bandwidth. None closes
 * the store that it was given.
 */
@NullMarked
package io.github.barman4j.storage.filter;

import org.jspecify.annotations.NullMarked;
