/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/**
 * What {@code backup.info} can hold of a backup, in the order of the file, which is alphabetical.
 * All fields may be absent.
 */
public enum BackupField {
  /** The text of backup_label as PostgreSQL gave it at the end. */
  BACKUP_LABEL(String.class, Since.BEGINNING),
  /** A label of the user's; the line is left out when there is none. */
  BACKUP_NAME(String.class, Since.BEGINNING),
  /** Where {@link #BEGIN_XLOG} lies in its segment, in bytes. */
  BEGIN_OFFSET(Long.class, Since.BEGINNING),
  /** When the start was asked for. */
  BEGIN_TIME(OffsetDateTime.class, Since.BEGINNING),
  /** The first segment needed. */
  BEGIN_WAL(WalSegmentName.class, Since.BEGINNING),
  /** The position from which WAL is needed. */
  BEGIN_XLOG(Lsn.class, Since.BEGINNING),
  /** Ids of incremental backups that build on this one, comma-separated. */
  CHILDREN_BACKUP_IDS(String.class, Since.V3_11),
  /** Bytes of all tablespaces when the backup began. */
  CLUSTER_SIZE(Long.class, Since.V3_11),
  /** Compression of a Barman server's own copy; null in cloud backups, compressed or not. */
  COMPRESSION(String.class, Since.BEGINNING),
  /** Path of postgresql.conf. */
  CONFIG_FILE(String.class, Since.BEGINNING),
  /** Figures of the copy, seconds and counts. */
  COPY_STATS(Map.class, Since.BEGINNING),
  /** {@code on} or {@code off}. */
  DATA_CHECKSUMS(String.class, Since.V3_11),
  /** Bytes that were new to a Barman server. */
  DEDUPLICATED_SIZE(Long.class, Since.BEGINNING),
  /** Encryption by a Barman server. */
  ENCRYPTION(String.class, Since.V3_14),
  /** Where {@link #END_XLOG} lies in its segment, in bytes. */
  END_OFFSET(Long.class, Since.BEGINNING),
  /** When the stop was asked for. */
  END_TIME(OffsetDateTime.class, Since.BEGINNING),
  /** The last segment needed. */
  END_WAL(WalSegmentName.class, Since.BEGINNING),
  /** The position at which the backup is consistent. */
  END_XLOG(Lsn.class, Since.BEGINNING),
  /** Why the backup failed, one line. */
  ERROR(String.class, Since.BEGINNING),
  /** Path of pg_hba.conf. */
  HBA_FILE(String.class, Since.BEGINNING),
  /** Path of pg_ident.conf. */
  IDENT_FILE(String.class, Since.BEGINNING),
  /** Paths of configuration files that the main one includes. */
  INCLUDED_FILES(List.class, Since.BEGINNING),
  /** How the copy was made. */
  MODE(String.class, Since.BEGINNING),
  /** Id of the backup that this incremental one builds on. */
  PARENT_BACKUP_ID(String.class, Since.V3_11),
  /** Path of the data directory. */
  PGDATA(String.class, Since.BEGINNING),
  /** {@code cloud} in cloud backups; never the name of the archive's server. */
  SERVER_NAME(String.class, Since.BEGINNING),
  /** Bytes, from Barman servers only. */
  SIZE(Long.class, Since.BEGINNING),
  /** What disk snapshots hold the backup; the line is left out when there are none. */
  SNAPSHOTS_INFO(Map.class, Since.BEGINNING),
  /** How far the backup got. */
  STATUS(BackupStatus.class, Since.BEGINNING),
  /** {@code on} or {@code off}; from PostgreSQL 17 on. */
  SUMMARIZE_WAL(String.class, Since.V3_11),
  /** Of the cluster. */
  SYSTEMID(SystemIdentifier.class, Since.BEGINNING),
  /** A list of {@link io.github.barman4j.postgres.Tablespace}. */
  TABLESPACES(List.class, Since.BEGINNING),
  /** On which the backup began. */
  TIMELINE(TimelineId.class, Since.BEGINNING),
  /** Of PostgreSQL. */
  VERSION(PostgresVersion.class, Since.BEGINNING),
  /** Of the cluster; 16 MiB where absent. */
  XLOG_SEGMENT_SIZE(WalSegmentSize.class, Since.BEGINNING);

  /** The Barman that first knew a field: an older one cannot read a file that has it. */
  public enum Since {
    /** 3.4.0 or before. */
    BEGINNING,
    /** 3.11. */
    V3_11,
    /** 3.14. */
    V3_14
  }

  private final Class<?> type;
  private final Since since;

  BackupField(Class<?> type, Since since) {
    this.type = type;
    this.since = since;
  }

  /** Returns the name of the field in the file. */
  public String key() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Returns the type of the field's value. */
  public Class<?> type() {
    return type;
  }

  /** Returns the Barman that first knew the field. */
  public Since since() {
    return since;
  }
}
