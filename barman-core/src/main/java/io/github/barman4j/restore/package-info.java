/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Restore and point-in-time recovery: {@link io.github.barman4j.restore.Restore} proves with a plan
 * that a target can be reached, and carries the plan out.
 */
@NullMarked
package io.github.barman4j.restore;

import org.jspecify.annotations.NullMarked;
