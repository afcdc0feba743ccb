/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** The directories that a restore writes into: where they are, whose they are, what is ours. */
@org.jspecify.annotations.NullMarked
package io.github.barman4j.internal.targets;
