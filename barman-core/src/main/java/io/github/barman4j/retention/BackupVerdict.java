/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.catalog.BackupId;

/**
 * What a plan does with a backup.
 *
 * @param id of the backup
 * @param status the policy's verdict
 * @param deleted the plan deletes it
 * @param reason for a person
 * @param objects how many belong to it
 * @param bytes of all of them
 */
public record BackupVerdict(
    BackupId id, RetentionStatus status, boolean deleted, String reason, int objects, long bytes) {}
