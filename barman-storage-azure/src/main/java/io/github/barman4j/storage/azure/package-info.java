/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** The Azure back end of {@link io.github.barman4j.storage}. */
@NullMarked
package io.github.barman4j.storage.azure;

import org.jspecify.annotations.NullMarked;
