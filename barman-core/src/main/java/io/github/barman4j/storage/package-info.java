/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The storage SPI: what barman4j needs of a store of objects, and nothing of barman4j.
 *
 * <p>Imports nothing from the rest of barman-core, so that a back end depends on this alone.
 */
@NullMarked
package io.github.barman4j.storage;

import org.jspecify.annotations.NullMarked;
