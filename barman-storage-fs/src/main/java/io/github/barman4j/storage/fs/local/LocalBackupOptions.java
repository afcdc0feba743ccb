/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.backup.BackupListener;
import io.github.barman4j.backup.BackupOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** How to make a local backup. Immutable; {@link #builder()} begins with the defaults. */
public final class LocalBackupOptions {

  private static final LocalBackupOptions DEFAULTS = builder().build();

  private final BackupOptions common;
  private final Builder values;

  private LocalBackupOptions(Builder values) {
    this.common = values.common.build();
    this.values = values;
  }

  /** Returns the options that apply when nothing is said. */
  public static LocalBackupOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder with these options. */
  public Builder toBuilder() {
    return new Builder(values, common);
  }

  /** Returns the label for people, empty if the backup has only its id. */
  public Optional<String> name() {
    return common.name();
  }

  /** Returns what becomes of files that have not changed since the backup before. */
  public ReuseBackup reuse() {
    return values.reuse;
  }

  /** Tells whether files count as unchanged only if more than Barman's rule says so. */
  public boolean isStrict() {
    return values.strict;
  }

  /** Tells whether the checkpoint at the start is done at once. */
  public boolean isFastCheckpoint() {
    return common.isFastCheckpoint();
  }

  /** Returns how many files are copied at once. */
  public int workers() {
    return common.workers();
  }

  /** Returns the most bytes that are copied per second, over all workers; 0 for no limit. */
  public long bandwidthLimit() {
    return common.bandwidthLimit();
  }

  /** Returns the limits of tablespaces that have one of their own, by the tablespace's name. */
  public Map<String, Long> tablespaceBandwidthLimits() {
    return values.tablespaceBandwidthLimits;
  }

  /** Tells whether the backup gets a {@code backup_manifest}. */
  public boolean hasManifest() {
    return values.manifest;
  }

  /** Returns how often the connection is used while files are copied; zero for not at all. */
  public Duration keepaliveInterval() {
    return common.keepaliveInterval();
  }

  /** Returns how long PostgreSQL may take to archive the backup's WAL; zero for not waiting. */
  public Duration archiveTimeout() {
    return common.archiveTimeout();
  }

  /** Returns how long the backup's WAL may take to arrive here; empty for not waiting. */
  public Optional<Duration> walTimeout() {
    return common.walTimeout();
  }

  /** Returns who hears of progress. */
  public BackupListener listener() {
    return common.listener();
  }

  /** Returns what cancels the backup. */
  public CancellationToken cancellation() {
    return common.cancellation();
  }

  /** Collects options. For one thread; may be used again after {@link #build()}. */
  public static final class Builder {

    private final BackupOptions.Builder common;
    private ReuseBackup reuse = ReuseBackup.OFF;
    private boolean strict;
    private boolean manifest;
    private Map<String, Long> tablespaceBandwidthLimits = Map.of();

    private Builder() {
      common = BackupOptions.builder();
    }

    private Builder(Builder other, BackupOptions options) {
      common = options.toBuilder();
      reuse = other.reuse;
      strict = other.strict;
      manifest = other.manifest;
      tablespaceBandwidthLimits = other.tablespaceBandwidthLimits;
    }

    /**
     * Gives the backup a label for people.
     *
     * @throws IllegalArgumentException if it is blank, has blanks around it or a control character
     *     in it, looks like a backup id, or is a word by which Barman chooses backups
     */
    public Builder name(String newName) {
      common.name(newName);
      return this;
    }

    /** Reuses files of the backup before; without it, none. */
    public Builder reuse(ReuseBackup newReuse) {
      reuse = Objects.requireNonNull(newReuse, "reuse");
      return this;
    }

    /**
     * Takes a file for unchanged as Barman does, by size, the second of its time and the begin of
     * the backup before; the default. What nobody but PostgreSQL writes is told apart by that,
     * other files whose time is set back are not.
     */
    public Builder barmanReuse() {
      strict = false;
      return this;
    }

    /**
     * Takes a file for unchanged only if its time is the same to the nanosecond and nothing about
     * it has changed since the backup before began, or if its content is the same.
     */
    public Builder strictReuse() {
      strict = true;
      return this;
    }

    /** Does the checkpoint at the start at once, which loads the server for a moment. */
    public Builder fastCheckpoint() {
      common.fastCheckpoint();
      return this;
    }

    /**
     * Spreads the checkpoint at the start as {@code checkpoint_completion_target} says, which takes
     * minutes; the default.
     */
    public Builder spreadCheckpoint() {
      common.spreadCheckpoint();
      return this;
    }

    /** Copies this many files at once; without it, as many as processors, at least two. */
    public Builder workers(int count) {
      common.workers(count);
      return this;
    }

    /** Copies at most this many bytes per second, over all workers. */
    public Builder bandwidthLimit(long bytesPerSecond) {
      common.bandwidthLimit(bytesPerSecond);
      return this;
    }

    /**
     * Copies at most this many bytes per second from a tablespace, whatever {@link #bandwidthLimit}
     * says.
     *
     * @param tablespace its name; one that does not exist has no effect
     */
    public Builder tablespaceBandwidthLimit(String tablespace, long bytesPerSecond) {
      Objects.requireNonNull(tablespace, "tablespace");
      if (bytesPerSecond < 1) {
        throw new IllegalArgumentException(
            "The limit of tablespace " + tablespace + " is at least 1, got " + bytesPerSecond);
      }
      Map<String, Long> limits = new TreeMap<>(tablespaceBandwidthLimits);
      limits.put(tablespace, bytesPerSecond);
      tablespaceBandwidthLimits = Map.copyOf(limits);
      return this;
    }

    /**
     * Writes a {@code backup_manifest} with SHA-256 checksums of all files of the data directory,
     * for which all are read.
     */
    public Builder manifest() {
      manifest = true;
      return this;
    }

    /** Writes no {@code backup_manifest}; the default. */
    public Builder withoutManifest() {
      manifest = false;
      return this;
    }

    /**
     * Sends a query this often on the connection that holds the backup while files are copied;
     * without it, every 30 seconds.
     */
    public Builder keepaliveInterval(Duration interval) {
      common.keepaliveInterval(interval);
      return this;
    }

    /** Leaves the connection alone while files are copied; its loss shows at the end only. */
    public Builder withoutKeepalive() {
      common.withoutKeepalive();
      return this;
    }

    /**
     * Has PostgreSQL wait this long, at the end, until its {@code archive_command} has taken all
     * WAL of the backup; then the backup fails. Without it, an hour.
     */
    public Builder archiveTimeout(Duration timeout) {
      common.archiveTimeout(timeout);
      return this;
    }

    /** Ends the backup without waiting until PostgreSQL has archived its WAL. */
    public Builder withoutArchiveWait() {
      common.withoutArchiveWait();
      return this;
    }

    /**
     * Archives what comes until all WAL of the backup is there, at most for so long; then the
     * backup stays WAITING_FOR_WALS. Without it, there is one look.
     */
    public Builder waitForWal(Duration timeout) {
      common.waitForWal(timeout);
      return this;
    }

    /** Tells this listener of progress. */
    public Builder listener(BackupListener listener) {
      common.listener(listener);
      return this;
    }

    /** Cancels the backup when the token is cancelled. */
    public Builder cancellation(CancellationToken token) {
      common.cancellation(token);
      return this;
    }

    /** Returns the options. */
    public LocalBackupOptions build() {
      return new LocalBackupOptions(new Builder(this, common.build()));
    }
  }
}
