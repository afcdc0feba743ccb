/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** PostgreSQL's configuration files, which are not in any encoding that can be known. */
@NullMarked
package io.github.barman4j.internal.settings;

import org.jspecify.annotations.NullMarked;
