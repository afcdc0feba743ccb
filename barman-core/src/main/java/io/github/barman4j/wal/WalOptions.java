/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.compression.BarmanVersion;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.storage.ObjectTags;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How WAL is archived and fetched. Immutable; made with {@link #builder()}.
 *
 * @param compression of every file that is archived; zstd unless set
 * @param readableBy the oldest Barman that must be able to read what is archived; null for any
 * @param tags given to every object; none unless set, and must be none if the store has no tags
 * @param historyTags given to timeline histories instead of {@code tags}; null for the same
 * @param partialFallback whether a segment that is not there is answered with its {@code .partial},
 *     as Barman does; yes unless set. The complete segment always comes first
 * @param verifyHeaders whether the first page of a segment must fit its name, and its cluster own
 *     the archive; yes unless set. Without, only sizes are checked
 */
public record WalOptions(
    Compression compression,
    @Nullable BarmanVersion readableBy,
    ObjectTags tags,
    @Nullable ObjectTags historyTags,
    boolean partialFallback,
    boolean verifyHeaders) {

  /**
   * Checks that the Barman asked for reads the compression.
   *
   * @throws UnsupportedFormatException if not; it names the codecs that this Barman reads
   */
  public WalOptions {
    Objects.requireNonNull(compression, "compression");
    Objects.requireNonNull(tags, "tags");
    if (readableBy != null) {
      requireReads(readableBy, compression);
    }
  }

  private static void requireReads(BarmanVersion version, Compression compression) {
    try {
      version.requireReadsWal(compression.codec());
    } catch (IllegalArgumentException e) {
      throw new UnsupportedFormatException(
          "WAL options compression and readableBy: " + e.getMessage(), e);
    }
  }

  /** Returns the options that nothing was set in. */
  public static WalOptions defaults() {
    return builder().build();
  }

  /** Returns a builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that begins with these options. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.compression = compression;
    builder.readableBy = readableBy;
    builder.tags = tags;
    builder.historyTags = historyTags;
    builder.partialFallback = partialFallback;
    builder.verifyHeaders = verifyHeaders;
    return builder;
  }

  /** Returns the tags of the object that will hold the file. */
  ObjectTags tagsOf(WalFileName name) {
    return historyTags != null && name instanceof WalFileName.History ? historyTags : tags;
  }

  /** Collects {@link WalOptions}. For one thread; may be used again. */
  public static final class Builder {
    private Compression compression = Compression.ZSTD;
    private @Nullable BarmanVersion readableBy;
    private ObjectTags tags = ObjectTags.EMPTY;
    private @Nullable ObjectTags historyTags;
    private boolean partialFallback = true;
    private boolean verifyHeaders = true;

    private Builder() {}

    /** Sets the compression of every file that is archived. */
    public Builder compression(Compression newCompression) {
      compression = newCompression;
      return this;
    }

    /** Has {@link #build()} refuse what this Barman cannot read. */
    public Builder readableBy(BarmanVersion version) {
      readableBy = version;
      return this;
    }

    /** Sets the tags of every object. */
    public Builder tags(ObjectTags newTags) {
      tags = newTags;
      return this;
    }

    /** Sets the tags of timeline histories, instead of those of all others. */
    public Builder historyTags(ObjectTags newTags) {
      historyTags = newTags;
      return this;
    }

    /** Has a segment that is not there be absent, whether or not its {@code .partial} is there. */
    public Builder withoutPartialFallback() {
      partialFallback = false;
      return this;
    }

    /** Leaves out all checks of segments but that of their size. */
    public Builder withoutHeaderChecks() {
      verifyHeaders = false;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws UnsupportedFormatException if the Barman asked for does not read the compression
     */
    public WalOptions build() {
      return new WalOptions(
          compression, readableBy, tags, historyTags, partialFallback, verifyHeaders);
    }
  }
}
