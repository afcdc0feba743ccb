/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.compression.BarmanVersion;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.storage.ObjectTags;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** How to make a base backup. Immutable; {@link #builder()} begins with the defaults. */
public final class BackupOptions {

  private static final BackupOptions DEFAULTS = builder().build();
  private static final long MIN_PART = 1L << 20;
  private static final Set<String> RESERVED =
      Set.of(
          "latest", "last", "oldest", "first", "last-failed", "latest-full", "last-full", "auto");

  private final Builder values;

  private BackupOptions(Builder values) {
    this.values = values;
  }

  /** Returns the options that apply when nothing is said. */
  public static BackupOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder with these options. */
  public Builder toBuilder() {
    return new Builder(values);
  }

  /** Returns the label for people, empty if the backup has only its id. */
  public Optional<String> name() {
    return Optional.ofNullable(values.name);
  }

  /** Returns how the parts are compressed. */
  public Compression compression() {
    return values.compression;
  }

  /** Tells whether the checkpoint at the start is done at once. */
  public boolean isFastCheckpoint() {
    return values.fastCheckpoint;
  }

  /** Returns how many parts are written at once. */
  public int workers() {
    return values.workers;
  }

  /** Returns how many bytes of files a part takes; one file may exceed it. */
  public long partSize() {
    return values.partSize;
  }

  /** Returns the most bytes that are sent to the store per second; 0 for no limit. */
  public long bandwidthLimit() {
    return values.bandwidthLimit;
  }

  /** Returns the tags of each object of the backup. */
  public ObjectTags tags() {
    return values.tags;
  }

  /** Returns who hears of progress. */
  public BackupListener listener() {
    return values.listener;
  }

  /** Returns what cancels the backup. */
  public CancellationToken cancellation() {
    return values.cancellation;
  }

  /**
   * Returns how often the connection that holds the backup is used while files are copied; zero for
   * not at all.
   */
  public Duration keepaliveInterval() {
    return values.keepaliveInterval;
  }

  /** Returns the checksums in {@code backup_manifest}. */
  public ManifestChecksum manifestChecksum() {
    return values.manifestChecksum;
  }

  /** Returns how long PostgreSQL may take to archive the backup's WAL; zero for not waiting. */
  public Duration archiveTimeout() {
    return values.archiveTimeout;
  }

  /**
   * Returns how long the backup's WAL is waited for here, zero for not at all; empty if that
   * depends on whether the server's WAL is archived here.
   */
  public Optional<Duration> walTimeout() {
    return Optional.ofNullable(values.walTimeout);
  }

  /** Returns where the primary of a standby is asked to switch segments; empty for not asking. */
  public Optional<DataSource> primary() {
    return Optional.ofNullable(values.primary);
  }

  /** Tells whether {@code backup.info} has the keys that only Barman 3.14 and later can read. */
  public boolean hasModernInfo() {
    return values.modernInfo;
  }

  /** Collects options. For one thread; may be used again after {@link #build()}. */
  public static final class Builder {
    private static final int MIN_WORKERS = 2;

    private @Nullable String name;
    private Compression compression = Compression.ZSTD;
    private @Nullable BarmanVersion reader;
    private boolean fastCheckpoint;
    private int workers = Math.max(MIN_WORKERS, Runtime.getRuntime().availableProcessors());
    private long partSize = 1L << 30;
    private long bandwidthLimit;
    private ObjectTags tags = ObjectTags.EMPTY;
    private BackupListener listener = new BackupListener() {};
    private CancellationToken cancellation = new CancellationToken();
    private ManifestChecksum manifestChecksum = ManifestChecksum.CRC32C;
    private Duration keepaliveInterval = Duration.ofSeconds(30);
    private Duration archiveTimeout = Duration.ofHours(1);
    private @Nullable Duration walTimeout;
    private @Nullable DataSource primary;
    private boolean modernInfo;

    private Builder() {}

    private Builder(Builder other) {
      name = other.name;
      compression = other.compression;
      reader = other.reader;
      fastCheckpoint = other.fastCheckpoint;
      workers = other.workers;
      partSize = other.partSize;
      bandwidthLimit = other.bandwidthLimit;
      tags = other.tags;
      listener = other.listener;
      cancellation = other.cancellation;
      manifestChecksum = other.manifestChecksum;
      keepaliveInterval = other.keepaliveInterval;
      archiveTimeout = other.archiveTimeout;
      walTimeout = other.walTimeout;
      primary = other.primary;
      modernInfo = other.modernInfo;
    }

    /**
     * Gives the backup a label for people.
     *
     * @throws IllegalArgumentException if it is blank, has blanks around it or a control character
     *     in it, looks like a backup id, or is a word by which Barman's tools choose backups
     */
    public Builder name(String newName) {
      name = checkName(newName);
      return this;
    }

    /** Compresses the parts; without it, zstd. */
    public Builder compression(Compression newCompression) {
      compression = Objects.requireNonNull(newCompression, "compression");
      return this;
    }

    /** Has {@link #build()} refuse a compression that this Barman cannot restore. */
    public Builder readableBy(BarmanVersion barman) {
      reader = Objects.requireNonNull(barman, "barman");
      return this;
    }

    /** Does the checkpoint at the start at once, which loads the server for a moment. */
    public Builder fastCheckpoint() {
      fastCheckpoint = true;
      return this;
    }

    /**
     * Spreads the checkpoint at the start as {@code checkpoint_completion_target} says, which takes
     * minutes; the default.
     */
    public Builder spreadCheckpoint() {
      fastCheckpoint = false;
      return this;
    }

    /**
     * Writes this many parts at once; without it, as many as there are processors, at least two.
     */
    public Builder workers(int count) {
      workers = (int) atLeast(1, count, "workers");
      return this;
    }

    /** Begins a new part after this many bytes of files, at least 1 MiB; without it, 1 GiB. */
    public Builder partSize(long bytes) {
      partSize = atLeast(MIN_PART, bytes, "partSize");
      return this;
    }

    /** Sends at most this many bytes per second to the store, over all workers. */
    public Builder bandwidthLimit(long bytesPerSecond) {
      bandwidthLimit = atLeast(1, bytesPerSecond, "bandwidthLimit");
      return this;
    }

    /** Tags each object of the backup; the store must have tags. */
    public Builder tags(ObjectTags newTags) {
      tags = Objects.requireNonNull(newTags, "tags");
      return this;
    }

    /** Tells this listener of progress. */
    public Builder listener(BackupListener newListener) {
      listener = Objects.requireNonNull(newListener, "listener");
      return this;
    }

    /** Cancels the backup when the token is cancelled. */
    public Builder cancellation(CancellationToken token) {
      cancellation = Objects.requireNonNull(token, "token");
      return this;
    }

    /**
     * Sends a query this often on the connection that holds the backup while files are copied, so
     * that nobody on the way takes it for dead, and its loss fails the backup at once. Without it,
     * every 30 seconds.
     */
    public Builder keepaliveInterval(Duration interval) {
      keepaliveInterval = positive(interval, "keepaliveInterval");
      return this;
    }

    /** Leaves the connection alone while files are copied; its loss shows at the end only. */
    public Builder withoutKeepalive() {
      keepaliveInterval = Duration.ZERO;
      return this;
    }

    /** Writes these checksums into {@code backup_manifest}; without it, CRC-32C. */
    public Builder manifestChecksum(ManifestChecksum checksum) {
      manifestChecksum = Objects.requireNonNull(checksum, "checksum");
      return this;
    }

    /**
     * Has PostgreSQL wait this long, at the end, until its {@code archive_command} has taken all
     * WAL of the backup; then the backup fails. Without it, an hour. PostgreSQL does not wait where
     * archiving is off, nor on a standby unless {@code archive_mode} is {@code always}.
     */
    public Builder archiveTimeout(Duration timeout) {
      archiveTimeout = positive(timeout, "archiveTimeout");
      return this;
    }

    /** Ends the backup without waiting until PostgreSQL has archived its WAL. */
    public Builder withoutArchiveWait() {
      archiveTimeout = Duration.ZERO;
      return this;
    }

    /**
     * Waits so long, when the backup is visible, until all WAL that it needs is in this archive.
     * WAL that takes longer does not make the backup fail: the result says that it is not
     * recoverable yet, and a warning is logged. Without it, the wait is 30 seconds if the archive
     * has the segment before the backup's first or that itself, else there is none.
     */
    public Builder waitForWal(Duration timeout) {
      walTimeout = positive(timeout, "walTimeout");
      return this;
    }

    /** Only looks whether the WAL of the backup is in this archive, and never waits for it. */
    public Builder withoutWalWait() {
      walTimeout = Duration.ZERO;
      return this;
    }

    /**
     * Has the primary switch to a new segment when a standby has been backed up, since the last
     * segment of the backup stays open on an idle primary. The role needs {@code EXECUTE} on {@code
     * pg_switch_wal}; what fails is logged and does not make the backup fail.
     *
     * @param dataSource gives a connection to the primary
     */
    public Builder primary(DataSource dataSource) {
      primary = Objects.requireNonNull(dataSource, "dataSource");
      return this;
    }

    /**
     * Writes all keys of {@code backup.info}; only Barman from 3.14 on reads it. Without it, it has
     * the keys that every Barman reads.
     */
    public Builder modernInfo() {
      modernInfo = true;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws UnsupportedFormatException if base backups are not compressed so, or the Barman of
     *     {@link #readableBy} cannot read them; the message names the codecs that will do
     */
    public BackupOptions build() {
      if (!isReadable(compression.codec())) {
        throw unreadable();
      }
      return new BackupOptions(new Builder(this));
    }

    private boolean isReadable(Codec codec) {
      return (reader == null ? BarmanVersion.NEWEST_TESTED : reader).readsBase(codec);
    }

    private UnsupportedFormatException unreadable() {
      List<Codec> readable = Arrays.stream(Codec.values()).filter(this::isReadable).toList();
      return new UnsupportedFormatException(
          "Base backups compressed with "
              + compression.codec()
              + " cannot be read by "
              + (reader == null ? "any Barman" : "Barman " + reader)
              + "; choose one of "
              + readable);
    }

    private static String checkName(String name) {
      if (name.isBlank()
          || !name.equals(name.strip())
          || name.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            "A backup name is not blank, has no blanks around it and no control characters, got '"
                + name
                + "'");
      }
      if (BackupId.isShapedLikeId(name) || RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "A backup name is neither like a backup id nor one of "
                + RESERVED
                + ": '"
                + name
                + "'");
      }
      return name;
    }

    private static long atLeast(long min, long value, String what) {
      if (value < min) {
        throw new IllegalArgumentException(what + " is at least " + min + ", got " + value);
      }
      return value;
    }

    private static Duration positive(Duration value, String what) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(what + " is positive, got " + value);
      }
      return value;
    }
  }
}
