/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link WalArchiver} works. Immutable; made with {@link #builder()}.
 *
 * @param parallel uploads at once, 1 to 64; as many as there are processors, but 2 to 64, unless
 *     set. One of them is kept for the file that PostgreSQL asks for, so with 1 there is no look
 *     ahead
 * @param lookAhead files that PostgreSQL has not asked for yet and that may be uploading or
 *     archived, 0 to 1024; twice {@code parallel} unless set, 0 for none
 * @param closeTimeout how long {@link WalArchiver#close()} waits for uploads before it interrupts
 *     them; 30 seconds unless set
 * @param listener is told of every file
 */
public record WalArchiverOptions(
    int parallel, int lookAhead, Duration closeTimeout, WalArchiverListener listener) {

  private static final int MAX_PARALLEL = 64;
  private static final int MAX_AHEAD = 1024;

  /** Checks the ranges. */
  public WalArchiverOptions {
    if (parallel < 1 || parallel > MAX_PARALLEL) {
      throw new IllegalArgumentException(
          "parallel is in 1 to " + MAX_PARALLEL + ", got " + parallel);
    }
    if (lookAhead < 0 || lookAhead > MAX_AHEAD) {
      throw new IllegalArgumentException(
          "lookAhead is in 0 to " + MAX_AHEAD + ", got " + lookAhead);
    }
    if (closeTimeout.isNegative()) {
      throw new IllegalArgumentException("closeTimeout is not negative, got " + closeTimeout);
    }
    Objects.requireNonNull(listener, "listener");
  }

  /** Returns the options that nothing was set in. */
  public static WalArchiverOptions defaults() {
    return builder().build();
  }

  /** Returns a builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that begins with these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.parallel = parallel;
    builder.lookAhead = lookAhead;
    builder.closeTimeout = closeTimeout;
    builder.listener = listener;
    return builder;
  }

  /** Collects {@link WalArchiverOptions}. For one thread; may be used again. */
  public static final class Builder {
    private int parallel =
        Math.min(MAX_PARALLEL, Math.max(2, Runtime.getRuntime().availableProcessors()));
    private @Nullable Integer lookAhead;
    private Duration closeTimeout = Duration.ofSeconds(30);
    private WalArchiverListener listener = new WalArchiverListener() {};

    private Builder() {}

    /** Sets how many uploads run at once. */
    public Builder parallel(int uploads) {
      parallel = uploads;
      return this;
    }

    /** Sets how many files may be uploading or archived before PostgreSQL asks for them. */
    public Builder lookAhead(int files) {
      lookAhead = files;
      return this;
    }

    /** Sets how long closing waits for uploads before it interrupts them. */
    public Builder closeTimeout(Duration timeout) {
      closeTimeout = timeout;
      return this;
    }

    /** Sets who is told of every file. */
    public Builder listener(WalArchiverListener newListener) {
      listener = newListener;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if one is not valid
     */
    public WalArchiverOptions build() {
      int ahead = lookAhead == null ? 2 * parallel : lookAhead;
      return new WalArchiverOptions(parallel, ahead, closeTimeout, listener);
    }
  }
}
