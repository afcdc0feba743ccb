/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What a check asks and what it expects. Immutable; {@link #defaults()} expects little. */
public final class CheckOptions {

  private final Builder values;

  private CheckOptions(Builder values) {
    this.values = values;
  }

  /** Returns options that ask no PostgreSQL and have no limits. */
  public static CheckOptions defaults() {
    return builder().build();
  }

  /** Returns a builder that begins with {@link #defaults()}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder with these options. */
  public Builder toBuilder() {
    return new Builder(values);
  }

  /** Returns how to ask PostgreSQL, empty not to. */
  public Optional<DataSource> dataSource() {
    return Optional.ofNullable(values.dataSource);
  }

  /** Returns PostgreSQL's data directory, empty to ask PostgreSQL for it. */
  public Optional<Path> dataDirectory() {
    return Optional.ofNullable(values.dataDirectory);
  }

  /** Returns how old the newest backup may be, empty for any age. */
  public Optional<Duration> lastBackupMaximumAge() {
    return Optional.ofNullable(values.lastBackupMaximumAge);
  }

  /** Returns how many bytes the newest backup has at least; 0 for no limit. */
  public long lastBackupMinimumSize() {
    return values.lastBackupMinimumSize;
  }

  /** Returns how old the newest archived WAL may be, empty for any age. */
  public Optional<Duration> lastWalMaximumAge() {
    return Optional.ofNullable(values.lastWalMaximumAge);
  }

  /** Returns how many WAL files may wait to be archived, empty for any number. */
  public OptionalInt maxIncomingWalsQueue() {
    return values.maxIncomingWalsQueue;
  }

  /** Returns the retention policy as configured, empty for none. */
  public Optional<String> retentionPolicy() {
    return Optional.ofNullable(values.retentionPolicy);
  }

  /** Tells whether WAL comes from {@code archive_command}. */
  public boolean archiver() {
    return values.archiver;
  }

  /** Tells whether WAL comes from {@code pg_receivewal}. */
  public boolean streamingArchiver() {
    return values.streamingArchiver;
  }

  /** Tells whether the next backup links what has not changed. */
  public boolean linksUnchanged() {
    return values.linksUnchanged;
  }

  /** Returns how long the check may take; PostgreSQL is not waited for any longer. */
  public Duration timeout() {
    return values.timeout;
  }

  /** Collects options. For one thread; may be used again after {@link #build()}. */
  public static final class Builder {
    private static final Duration BARMANS_TIMEOUT = Duration.ofSeconds(30);

    private @Nullable DataSource dataSource;
    private @Nullable Path dataDirectory;
    private @Nullable Duration lastBackupMaximumAge;
    private long lastBackupMinimumSize;
    private @Nullable Duration lastWalMaximumAge;
    private OptionalInt maxIncomingWalsQueue = OptionalInt.empty();
    private @Nullable String retentionPolicy;
    private boolean archiver = true;
    private boolean streamingArchiver;
    private boolean linksUnchanged;
    private Duration timeout = BARMANS_TIMEOUT;

    private Builder() {}

    private Builder(Builder other) {
      this.dataSource = other.dataSource;
      this.dataDirectory = other.dataDirectory;
      this.lastBackupMaximumAge = other.lastBackupMaximumAge;
      this.lastBackupMinimumSize = other.lastBackupMinimumSize;
      this.lastWalMaximumAge = other.lastWalMaximumAge;
      this.maxIncomingWalsQueue = other.maxIncomingWalsQueue;
      this.retentionPolicy = other.retentionPolicy;
      this.archiver = other.archiver;
      this.streamingArchiver = other.streamingArchiver;
      this.linksUnchanged = other.linksUnchanged;
      this.timeout = other.timeout;
    }

    /** Asks PostgreSQL there. Without it, what only PostgreSQL knows is not checked. */
    public Builder dataSource(DataSource newDataSource) {
      dataSource = Objects.requireNonNull(newDataSource, "dataSource");
      return this;
    }

    /** Sets PostgreSQL's data directory; without it, PostgreSQL is asked. */
    public Builder dataDirectory(Path directory) {
      dataDirectory = directory.toAbsolutePath().normalize();
      return this;
    }

    /** Sets {@code last_backup_maximum_age}. */
    public Builder lastBackupMaximumAge(Duration age) {
      lastBackupMaximumAge = positive("lastBackupMaximumAge", age);
      return this;
    }

    /** Sets {@code last_backup_minimum_size}, in bytes. */
    public Builder lastBackupMinimumSize(long bytes) {
      lastBackupMinimumSize = notNegative("lastBackupMinimumSize", bytes);
      return this;
    }

    /** Sets {@code last_wal_maximum_age}. */
    public Builder lastWalMaximumAge(Duration age) {
      lastWalMaximumAge = positive("lastWalMaximumAge", age);
      return this;
    }

    /** Sets {@code max_incoming_wals_queue}, in files. */
    public Builder maxIncomingWalsQueue(int files) {
      maxIncomingWalsQueue = OptionalInt.of((int) notNegative("maxIncomingWalsQueue", files));
      return this;
    }

    /** Sets {@code retention_policy}; what does not parse is for the check to find. */
    public Builder retentionPolicy(String policy) {
      retentionPolicy = Objects.requireNonNull(policy, "retentionPolicy");
      return this;
    }

    /** Sets {@code archiver = off}. */
    public Builder withoutArchiver() {
      archiver = false;
      return this;
    }

    /** Sets {@code streaming_archiver = on}. */
    public Builder streamingArchiver() {
      streamingArchiver = true;
      return this;
    }

    /** Expects the next backup to link what has not changed: {@code reuse_backup = link}. */
    public Builder linksUnchanged() {
      linksUnchanged = true;
      return this;
    }

    /** Sets {@code check_timeout}; without it, 30 seconds. */
    public Builder timeout(Duration newTimeout) {
      timeout = positive("timeout", newTimeout);
      return this;
    }

    private static Duration positive(String name, Duration value) {
      if (value.isZero() || value.isNegative()) {
        throw new IllegalArgumentException(name + " is longer than nothing, got " + value);
      }
      return value;
    }

    private static long notNegative(String name, long value) {
      if (value < 0) {
        throw new IllegalArgumentException(name + " is at least 0, got " + value);
      }
      return value;
    }

    /** Returns the options. */
    public CheckOptions build() {
      return new CheckOptions(new Builder(this));
    }
  }
}
