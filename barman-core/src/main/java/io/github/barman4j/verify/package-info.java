/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Verifying a backup in the archive, without restoring it and without disk: {@link
 * io.github.barman4j.verify.BackupVerifier} reads it, {@link
 * io.github.barman4j.verify.VerificationReport} says what is wrong.
 */
@NullMarked
package io.github.barman4j.verify;

import org.jspecify.annotations.NullMarked;
