/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** JSON, as far as Barman's tools write it. */
@NullMarked
package io.github.barman4j.internal.json;

import org.jspecify.annotations.NullMarked;
