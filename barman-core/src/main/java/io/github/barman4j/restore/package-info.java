/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Restore and point-in-time recovery: {@code Restore.plan} proves that a target can be reached,
 * {@code Restore.execute} carries the plan out.
 */
@NullMarked
package io.github.barman4j.restore;

import org.jspecify.annotations.NullMarked;
