/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** Archives that real Barman and this library write, read and delete in turn, in Azure. */
@NullMarked
package io.github.barman4j.interop;

import org.jspecify.annotations.NullMarked;
