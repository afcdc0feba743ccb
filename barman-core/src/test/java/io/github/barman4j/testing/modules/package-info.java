/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** Modules as an application has them that uses the module path. */
@NullMarked
package io.github.barman4j.testing.modules;

import org.jspecify.annotations.NullMarked;
