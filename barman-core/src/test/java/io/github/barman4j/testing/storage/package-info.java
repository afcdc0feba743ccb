/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The storage test kit: the contract that every back end passes, and stores that misbehave on
 * purpose.
 */
@NullMarked
package io.github.barman4j.testing.storage;

import org.jspecify.annotations.NullMarked;
