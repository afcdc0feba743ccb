/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import io.github.barman4j.postgres.BackupLabel;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a backup: the content of its {@code backup.info}. Immutable.
 *
 * <p>Any field may be absent, as Barman's files of all ages show; the accessors of optional ones
 * return {@link Optional}. Keys that are not in {@link BackupField} survive in {@link #unknown()}.
 */
public final class BackupInfo {

  private final BackupId id;
  private final Map<BackupField, Object> fields;
  private final SortedMap<String, String> unknown;

  private BackupInfo(Builder builder) {
    id = builder.id;
    fields = new EnumMap<>(builder.fields);
    unknown = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(builder.unknown));
  }

  /** Returns a builder of the info of a backup. */
  public static Builder builder(BackupId id) {
    return new Builder(id);
  }

  /** Returns a builder that begins with what is here. */
  public Builder toBuilder() {
    Builder builder = new Builder(id);
    builder.fields.putAll(fields);
    builder.unknown.putAll(unknown);
    return builder;
  }

  /** Returns the value of a field, of the field's type; empty if absent. */
  public Optional<Object> find(BackupField field) {
    return Optional.ofNullable(fields.get(field));
  }

  /** Returns the keys that no Barman up to 3.20 knows, with their text. */
  public SortedMap<String, String> unknown() {
    return unknown;
  }

  /** Returns the backup's id, which is its directory's name. */
  public BackupId id() {
    return id;
  }

  /** Returns how far the backup got; {@link BackupStatus#EMPTY} if the file does not say. */
  public BackupStatus status() {
    return get(BackupField.STATUS, BackupStatus.class).orElse(BackupStatus.EMPTY);
  }

  /** Returns the user's label. */
  public Optional<String> name() {
    return get(BackupField.BACKUP_NAME, String.class);
  }

  /** Returns when the start was asked for. */
  public Optional<OffsetDateTime> beginTime() {
    return get(BackupField.BEGIN_TIME, OffsetDateTime.class);
  }

  /** Returns the first WAL segment needed. */
  public Optional<WalSegmentName> beginWal() {
    return get(BackupField.BEGIN_WAL, WalSegmentName.class);
  }

  /** Returns the position from which WAL is needed. */
  public Optional<Lsn> beginLsn() {
    return get(BackupField.BEGIN_XLOG, Lsn.class);
  }

  /** Returns when the stop was asked for. */
  public Optional<OffsetDateTime> endTime() {
    return get(BackupField.END_TIME, OffsetDateTime.class);
  }

  /** Returns the last WAL segment needed. */
  public Optional<WalSegmentName> endWal() {
    return get(BackupField.END_WAL, WalSegmentName.class);
  }

  /** Returns the position at which the backup is consistent. */
  public Optional<Lsn> endLsn() {
    return get(BackupField.END_XLOG, Lsn.class);
  }

  /** Returns the timeline on which the backup began. */
  public Optional<TimelineId> timeline() {
    return get(BackupField.TIMELINE, TimelineId.class)
        .or(() -> beginWal().map(WalSegmentName::timeline));
  }

  /** Returns PostgreSQL's version. */
  public Optional<PostgresVersion> version() {
    return get(BackupField.VERSION, PostgresVersion.class);
  }

  /** Returns the cluster's system identifier. */
  public Optional<SystemIdentifier> systemIdentifier() {
    return get(BackupField.SYSTEMID, SystemIdentifier.class);
  }

  /** Returns the size of WAL segments, PostgreSQL's default if the file does not say. */
  public WalSegmentSize walSegmentSize() {
    return get(BackupField.XLOG_SEGMENT_SIZE, WalSegmentSize.class).orElse(WalSegmentSize.DEFAULT);
  }

  /** Returns the tablespaces outside the data directory. */
  public List<Tablespace> tablespaces() {
    List<?> values = get(BackupField.TABLESPACES, List.class).orElse(List.of());
    return values.stream().map(Tablespace.class::cast).toList();
  }

  /** Returns the backup label as PostgreSQL gave it. */
  public Optional<BackupLabel> backupLabel() {
    return get(BackupField.BACKUP_LABEL, String.class).map(BackupLabel::new);
  }

  /** Returns why the backup failed. */
  public Optional<String> error() {
    return get(BackupField.ERROR, String.class);
  }

  /** Returns the id of the backup that this incremental one builds on. */
  public Optional<BackupId> parent() {
    return get(BackupField.PARENT_BACKUP_ID, String.class).map(BackupId::of);
  }

  /** Tells whether the backup is only what changed since another, and useless without it. */
  public boolean isIncremental() {
    return parent().isPresent();
  }

  /** Tells whether the backup can be restored by itself: all data is there. */
  public boolean isRestorable() {
    return status().isRestorable() && !isIncremental();
  }

  /** Returns the bytes of all tablespaces when the backup began. */
  public Optional<Long> clusterSize() {
    return get(BackupField.CLUSTER_SIZE, Long.class);
  }

  /** Returns the path of the data directory on the server. */
  public Optional<String> dataDirectory() {
    return get(BackupField.PGDATA, String.class);
  }

  private <T> Optional<T> get(BackupField field, Class<T> type) {
    return Optional.ofNullable(fields.get(field)).map(type::cast);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BackupInfo that
        && id.equals(that.id)
        && fields.equals(that.fields)
        && unknown.equals(that.unknown);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, fields, unknown);
  }

  /** Returns id and status. */
  @Override
  public String toString() {
    return id + " " + status();
  }

  /** Collects the fields of a {@link BackupInfo}. For one thread; may be used again. */
  public static final class Builder {
    private final BackupId id;
    private final Map<BackupField, Object> fields = new EnumMap<>(BackupField.class);
    private final SortedMap<String, String> unknown = new TreeMap<>();

    private Builder(BackupId id) {
      this.id = Objects.requireNonNull(id, "id");
    }

    /**
     * Sets a field; null removes it.
     *
     * @throws IllegalArgumentException if the value is not of the field's type
     */
    public Builder set(BackupField field, @Nullable Object value) {
      if (value == null) {
        fields.remove(field);
        return this;
      }
      if (!field.type().isInstance(value)) {
        throw new IllegalArgumentException(
            field.key() + " is a " + field.type().getSimpleName() + ", got " + value);
      }
      fields.put(field, value);
      return this;
    }

    /** Keeps a key that is not in {@link BackupField}. */
    public Builder unknown(String key, String text) {
      unknown.put(key, text);
      return this;
    }

    /** Returns the info with what was set so far. */
    public BackupInfo build() {
      return new BackupInfo(this);
    }
  }
}
