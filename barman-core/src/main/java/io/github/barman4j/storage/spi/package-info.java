/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** How back ends are found: implement {@code ObjectStoreProvider}. */
@NullMarked
package io.github.barman4j.storage.spi;

import org.jspecify.annotations.NullMarked;
