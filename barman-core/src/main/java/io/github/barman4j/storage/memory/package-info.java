/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** A store in memory, for tests and samples. */
@NullMarked
package io.github.barman4j.storage.memory;

import org.jspecify.annotations.NullMarked;
