/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** Verifying a backup in the archive, without restoring it and without disk. */
@NullMarked
package io.github.barman4j.verify;

import org.jspecify.annotations.NullMarked;
