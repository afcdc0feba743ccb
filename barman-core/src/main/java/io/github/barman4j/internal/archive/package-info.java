/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** Calls to the store of an archive, their failures told in this library's errors. */
@NullMarked
package io.github.barman4j.internal.archive;

import org.jspecify.annotations.NullMarked;
