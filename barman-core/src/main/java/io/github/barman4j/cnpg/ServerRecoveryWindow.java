/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the plugin last said of one server's archive.
 *
 * @param firstRecoverabilityPoint the oldest moment that can be recovered; null if unknown
 * @param lastSuccessfulBackupTime when the last good backup ended; null if there is none
 * @param lastFailedBackupTime when a backup last failed; null if none did
 */
public record ServerRecoveryWindow(
    @Nullable Instant firstRecoverabilityPoint,
    @Nullable Instant lastSuccessfulBackupTime,
    @Nullable Instant lastFailedBackupTime) {

  static ServerRecoveryWindow read(Fields fields) {
    Instant success = fields.time("lastSuccessfulBackupTime");
    Instant misspelt = fields.time("lastSuccussfulBackupTime"); // by version 0.5 of the plugin
    return new ServerRecoveryWindow(
        fields.time("firstRecoverabilityPoint"),
        success == null ? misspelt : success,
        fields.time("lastFailedBackupTime"));
  }
}
