/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.CancellationToken;
import java.util.Objects;

/**
 * How to copy. Immutable.
 *
 * @param workers how many objects are under way at once, 1 to 64
 * @param comparesContent whether objects that are at the target already are read on both sides
 * @param readsBack whether each object is read from the target after it was written
 * @param tags which tags are carried over
 * @param listener is told how it goes
 * @param cancellation ends the copy early
 */
public record CopyOptions(
    int workers,
    boolean comparesContent,
    boolean readsBack,
    CopiedTags tags,
    CopyListener listener,
    CancellationToken cancellation) {

  private static final int MAX_WORKERS = 64;

  /** Checks the number of workers and that all are there. */
  public CopyOptions {
    Objects.requireNonNull(tags, "tags");
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(cancellation, "cancellation");
    if (workers < 1 || workers > MAX_WORKERS) {
      throw new IllegalArgumentException("workers is 1 to 64, got " + workers);
    }
  }

  /** Returns the options that trust nothing, with 4 workers. */
  public static CopyOptions defaults() {
    return builder().build();
  }

  /** Returns a builder that begins with {@link #defaults()}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects options. For one thread; {@link #build()} may be called again. */
  public static final class Builder {
    private static final int DEFAULT_WORKERS = 4;

    private int workers = DEFAULT_WORKERS;
    private boolean comparesContent = true;
    private boolean readsBack = true;
    private CopiedTags tags = CopiedTags.SAMPLED;
    private CopyListener listener = new CopyListener() {};
    private CancellationToken cancellation = new CancellationToken();

    private Builder() {}

    /** Sets how many objects are under way at once; by default 4. */
    public Builder workers(int count) {
      workers = count;
      return this;
    }

    /**
     * Takes objects at the target that have the right size for copied; by default both sides are
     * read and compared.
     */
    public Builder trustSizes() {
      comparesContent = false;
      return this;
    }

    /** Confirms only the size of what was written; by default it is read and compared. */
    public Builder confirmSizesOnly() {
      readsBack = false;
      return this;
    }

    /** Sets which tags are carried over; by default {@link CopiedTags#SAMPLED}. */
    public Builder tags(CopiedTags newTags) {
      tags = newTags;
      return this;
    }

    /** Sets who is told how it goes. */
    public Builder listener(CopyListener newListener) {
      listener = newListener;
      return this;
    }

    /** Sets what can end the copy early. */
    public Builder cancellation(CancellationToken token) {
      cancellation = token;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if one is not valid
     */
    public CopyOptions build() {
      return new CopyOptions(workers, comparesContent, readsBack, tags, listener, cancellation);
    }
  }
}
