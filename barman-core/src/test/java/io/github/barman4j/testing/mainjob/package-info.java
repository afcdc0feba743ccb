/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** The main job, from the first backup to the last deletion, for every back end to run. */
@NullMarked
package io.github.barman4j.testing.mainjob;

import org.jspecify.annotations.NullMarked;
