/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.catalog.BackupId;

/** What a plan was asked for. */
sealed interface RetentionRequest {

  /** What a policy finds obsolete. */
  record ByPolicy(RetentionPolicy policy, RetentionOptions options) implements RetentionRequest {
    @Override
    public String toString() {
      int minimum = policy.minimumRedundancy();
      return policy + (minimum == 0 ? "" : ", minimum redundancy " + minimum);
    }
  }

  /** One backup, if as many restorable ones as {@code minimumRedundancy} are left. */
  record OneBackup(BackupId id, int minimumRedundancy) implements RetentionRequest {
    @Override
    public String toString() {
      return "delete backup " + id;
    }
  }
}
