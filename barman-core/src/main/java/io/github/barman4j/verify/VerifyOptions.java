/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.CancellationToken;
import java.util.Objects;

/**
 * How to verify a backup. Immutable.
 *
 * @param workers how many parts are read at once, 1 to 64
 * @param checksWal whether the WAL that the backup needs is read
 * @param checksPages whether the checksums of data pages are computed
 * @param listener is told how it goes
 * @param cancellation ends the verification early
 */
public record VerifyOptions(
    int workers,
    boolean checksWal,
    boolean checksPages,
    VerifyListener listener,
    CancellationToken cancellation) {

  private static final int MAX_WORKERS = 64;

  /** Checks the number of workers and that all are there. */
  public VerifyOptions {
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(cancellation, "cancellation");
    if (workers < 1 || workers > MAX_WORKERS) {
      throw new IllegalArgumentException("workers is 1 to 64, got " + workers);
    }
  }

  /** Returns the options that check everything with one worker per processor. */
  public static VerifyOptions defaults() {
    return builder().build();
  }

  /** Returns a builder that begins with {@link #defaults()}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects options. For one thread; {@link #build()} may be called again. */
  public static final class Builder {
    private int workers =
        Math.min(MAX_WORKERS, Math.max(2, Runtime.getRuntime().availableProcessors()));
    private boolean checksWal = true;
    private boolean checksPages = true;
    private VerifyListener listener = new VerifyListener() {};
    private CancellationToken cancellation = new CancellationToken();

    private Builder() {}

    /** Sets how many parts are read at once; by default one per processor, at least 2. */
    public Builder workers(int count) {
      workers = count;
      return this;
    }

    /** Leaves out the WAL that the backup needs, which is checked by default. */
    public Builder withoutWal() {
      checksWal = false;
      return this;
    }

    /** Leaves out the checksums of data pages, which are checked by default. */
    public Builder withoutPages() {
      checksPages = false;
      return this;
    }

    /** Sets who is told how it goes. */
    public Builder listener(VerifyListener newListener) {
      listener = newListener;
      return this;
    }

    /** Sets what can end the verification early. */
    public Builder cancellation(CancellationToken token) {
      cancellation = token;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if one is not valid
     */
    public VerifyOptions build() {
      return new VerifyOptions(workers, checksWal, checksPages, listener, cancellation);
    }
  }
}
