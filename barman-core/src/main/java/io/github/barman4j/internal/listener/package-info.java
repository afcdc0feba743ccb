/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** How listeners of all packages are called. Knows nothing of ours. */
@NullMarked
package io.github.barman4j.internal.listener;

import org.jspecify.annotations.NullMarked;
