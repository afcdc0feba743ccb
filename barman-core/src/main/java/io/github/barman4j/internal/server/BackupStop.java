/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.server;

import io.github.barman4j.postgres.BackupLabel;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineId;
import java.time.OffsetDateTime;

/** What the server says when a backup ends. */
public record BackupStop(Lsn lsn, TimelineId timeline, OffsetDateTime time, BackupLabel label) {}
