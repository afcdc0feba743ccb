/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * For authors of back ends: {@link io.github.barman4j.storage.spi.ObjectStoreProvider} is how one
 * is found, {@link io.github.barman4j.storage.spi.StoreOption} how its options are declared.
 */
@NullMarked
package io.github.barman4j.storage.spi;

import org.jspecify.annotations.NullMarked;
