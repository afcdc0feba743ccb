/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.server;

import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.postgres.BackupLabel;
import io.github.barman4j.postgres.ControlFile;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what {@code backup.info} will say while the backup goes on. For one thread. */
public final class InfoCollector {

  private final BackupId id;
  private final BackupInfo.Builder info;
  private final Clock clock;
  private WalSegmentSize segmentSize = WalSegmentSize.DEFAULT;

  /**
   * Begins with a backup that is being started.
   *
   * @param clock whose zone the times are told in
   */
  public InfoCollector(BackupId id, Clock clock) {
    this.id = id;
    this.clock = clock;
    this.info = BackupInfo.builder(id);
    info.set(BackupField.STATUS, BackupStatus.STARTED);
  }

  /**
   * Says where the backup comes from.
   *
   * @param name that the user gave it, null for none
   * @param mode Barman's word for how it was taken
   */
  public void origin(@Nullable String name, String serverName, String mode) {
    info.set(BackupField.BACKUP_NAME, name);
    info.set(BackupField.SERVER_NAME, serverName);
    info.set(BackupField.MODE, mode);
  }

  /** Returns the backup's id. */
  public BackupId id() {
    return id;
  }

  /** Notes what the server said of itself. */
  public void server(ServerFacts facts, ControlFile control) {
    segmentSize = facts.walSegmentSize();
    info.set(BackupField.VERSION, facts.version());
    info.set(BackupField.SYSTEMID, control.systemIdentifier());
    info.set(BackupField.XLOG_SEGMENT_SIZE, segmentSize);
    info.set(BackupField.PGDATA, facts.dataDirectory());
    info.set(BackupField.CONFIG_FILE, facts.configFile());
    info.set(BackupField.HBA_FILE, facts.hbaFile());
    info.set(BackupField.IDENT_FILE, facts.identFile());
    info.set(BackupField.INCLUDED_FILES, orNull(facts.includedFiles()));
    info.set(BackupField.TABLESPACES, orNull(facts.tablespaces()));
    info.set(BackupField.DATA_CHECKSUMS, facts.dataChecksums());
    info.set(BackupField.SUMMARIZE_WAL, facts.summarizeWal());
    info.set(BackupField.CLUSTER_SIZE, facts.clusterSize());
  }

  private static <T> @Nullable List<T> orNull(List<T> values) {
    return values.isEmpty() ? null : values;
  }

  /** Returns the note of a backup that begins at the last checkpoint or, as it will, later. */
  public BackupInfo running(ControlFile control) {
    BackupInfo.Builder note = info.build().toBuilder();
    begin(note, control.timeline(), control.redo());
    return note.build();
  }

  /** Notes where the backup begins. */
  public void started(BackupStart start) {
    info.set(BackupField.BEGIN_TIME, local(start.time()));
    begin(info, start.timeline(), start.lsn());
  }

  private void begin(BackupInfo.Builder info, TimelineId timeline, Lsn lsn) {
    info.set(BackupField.TIMELINE, timeline);
    info.set(BackupField.BEGIN_XLOG, lsn);
    info.set(BackupField.BEGIN_WAL, WalSegmentName.at(timeline, lsn, segmentSize));
    info.set(BackupField.BEGIN_OFFSET, (long) segmentSize.offset(lsn));
  }

  /** Notes where the backup ends. */
  public void stopped(BackupStop stop) {
    BackupLabel label = stop.label();
    begin(info, label.timeline(), label.beginLsn());
    info.set(BackupField.BACKUP_LABEL, label.text());
    info.set(BackupField.END_TIME, local(stop.time()));
    info.set(BackupField.END_XLOG, stop.lsn());
    info.set(BackupField.END_WAL, WalSegmentName.at(stop.timeline(), stop.lsn(), segmentSize));
    info.set(BackupField.END_OFFSET, (long) segmentSize.offset(stop.lsn()));
  }

  private OffsetDateTime local(OffsetDateTime time) {
    return time.atZoneSameInstant(clock.getZone()).toOffsetDateTime();
  }

  /** Notes how long copying took. */
  public void statistics(Map<String, Object> statistics) {
    info.set(BackupField.COPY_STATS, statistics);
  }

  /**
   * Notes how large the backup is.
   *
   * @param bytes of all its files
   * @param ownBytes of those that no other backup shares
   */
  public void sizes(long bytes, long ownBytes) {
    info.set(BackupField.SIZE, bytes);
    info.set(BackupField.DEDUPLICATED_SIZE, ownBytes);
  }

  /** Returns what is known, with the status as it is from now on. */
  public BackupInfo with(BackupStatus status) {
    return info.set(BackupField.STATUS, status).build();
  }

  /** Returns what is known of a backup that is done. */
  public BackupInfo done() {
    return with(BackupStatus.DONE);
  }

  /** Returns what is known of a backup that failed. */
  public BackupInfo failed(String error) {
    info.set(BackupField.STATUS, BackupStatus.FAILED);
    info.set(BackupField.COPY_STATS, null);
    return info.set(BackupField.ERROR, error).build();
  }
}
