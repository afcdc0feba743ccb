/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import java.nio.file.Path;
import java.util.Objects;

/**
 * How a {@link WalFetcher} works. Immutable; made with {@link #spoolingIn}.
 *
 * @param spool directory in which segments wait to be asked for, best on the file system of the
 *     data directory; made if absent, for its owner only. Several fetchers may share it
 * @param prefetch segments that are fetched before they are asked for, 0 to 1024; 8 unless set, 0
 *     for none. The spool holds no more than these and those in flight
 * @param parallel prefetches at once, 1 to 64; 4 unless set
 */
public record WalFetcherOptions(Path spool, int prefetch, int parallel) {

  private static final int MAX_PREFETCH = 1024;
  private static final int MAX_PARALLEL = 64;

  /** Checks the ranges. */
  public WalFetcherOptions {
    Objects.requireNonNull(spool, "spool");
    if (prefetch < 0 || prefetch > MAX_PREFETCH) {
      throw new IllegalArgumentException(
          "prefetch is in 0 to " + MAX_PREFETCH + ", got " + prefetch);
    }
    if (parallel < 1 || parallel > MAX_PARALLEL) {
      throw new IllegalArgumentException(
          "parallel is in 1 to " + MAX_PARALLEL + ", got " + parallel);
    }
  }

  /** Returns a builder with the defaults and the directory of the spool. */
  public static Builder spoolingIn(Path directory) {
    return new Builder(directory);
  }

  /** Returns a builder that begins with these options. */
  public Builder toBuilder() {
    return new Builder(spool).prefetch(prefetch).parallel(parallel);
  }

  /** Collects {@link WalFetcherOptions}. For one thread; may be used again. */
  public static final class Builder {
    private final Path spool;
    private int prefetch = 8;
    private int parallel = 4;

    private Builder(Path spool) {
      this.spool = spool;
    }

    /** Sets how many segments are fetched before they are asked for. */
    public Builder prefetch(int segments) {
      prefetch = segments;
      return this;
    }

    /** Has nothing fetched ahead, as for {@code pg_rewind}, which goes backwards. */
    public Builder withoutPrefetch() {
      return prefetch(0);
    }

    /** Sets how many prefetches run at once. */
    public Builder parallel(int downloads) {
      parallel = downloads;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if one is not valid
     */
    public WalFetcherOptions build() {
      return new WalFetcherOptions(spool, prefetch, parallel);
    }
  }
}
