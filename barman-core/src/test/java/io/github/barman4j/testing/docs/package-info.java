/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** Documentation that a test keeps true. */
@NullMarked
package io.github.barman4j.testing.docs;

import org.jspecify.annotations.NullMarked;
