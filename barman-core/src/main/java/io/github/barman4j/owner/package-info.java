/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** Hands the archive of a server from one cluster to the next, as a plan first. */
@NullMarked
package io.github.barman4j.owner;

import org.jspecify.annotations.NullMarked;
