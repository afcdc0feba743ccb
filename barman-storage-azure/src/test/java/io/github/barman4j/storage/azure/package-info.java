/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** Tests of the Azure back end. */
@NullMarked
package io.github.barman4j.storage.azure;

import org.jspecify.annotations.NullMarked;
