/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A release of Barman, to ask what its tools can read.
 *
 * <p>An older Barman says of a WAL file in a codec it does not know that it is not there, and
 * deletes the {@code backup.info} of a base backup in one while it leaves the data behind. Ask
 * before writing into an archive that such a Barman shares.
 *
 * @param major the first number, such as 3
 * @param minor the second number, such as 20
 * @param patch the third number, 0 if not given
 */
public record BarmanVersion(int major, int minor, int patch) implements Comparable<BarmanVersion> {
  /** The oldest release that archives are tested with. */
  public static final BarmanVersion OLDEST_TESTED = new BarmanVersion(3, 4, 0);

  /** The newest release that archives are tested with. */
  public static final BarmanVersion NEWEST_TESTED = new BarmanVersion(3, 20, 1);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?");
  private static final Comparator<BarmanVersion> ORDER =
      Comparator.comparingInt(BarmanVersion::major)
          .thenComparingInt(BarmanVersion::minor)
          .thenComparingInt(BarmanVersion::patch);

  /** Checks that no number is negative. */
  public BarmanVersion {
    if (major < 0 || minor < 0 || patch < 0) {
      throw new IllegalArgumentException(
          "Barman version has a negative number: " + major + "." + minor + "." + patch);
    }
  }

  /** Reads two or three numbers: {@code 3.4}, {@code 3.20.1}. */
  public static BarmanVersion parse(String text) {
    Matcher matcher = TEXT.matcher(requireNonNull(text, "text"));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "Barman version \"" + text + "\" is not two or three numbers, such as 3.20 or 3.20.1");
    }
    String patch = matcher.group(3);
    return new BarmanVersion(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        patch == null ? 0 : Integer.parseInt(patch));
  }

  /**
   * Whether {@code barman-cloud-wal-restore} of this release finds and decodes WAL in the codec.
   */
  public boolean readsWal(Codec codec) {
    return switch (codec) {
      case NONE, GZIP, BZIP2 -> true;
      case SNAPPY -> isAtLeast(2, 18);
      case XZ, LZ4, ZSTD -> isAtLeast(3, 12);
    };
  }

  /** Whether {@code barman-cloud-restore} of this release restores base backups in the codec. */
  public boolean readsBase(Codec codec) {
    return switch (codec) {
      case NONE, GZIP, BZIP2 -> true;
      case SNAPPY -> isAtLeast(2, 18);
      case LZ4 -> isAtLeast(3, 18);
      case ZSTD -> isAtLeast(3, 20);
      case XZ -> false;
    };
  }

  /**
   * Checks {@link #readsWal}.
   *
   * @throws IllegalArgumentException if not, with the codecs that it reads
   */
  public void requireReadsWal(Codec codec) {
    if (!readsWal(codec)) {
      throw unreadable("WAL", codec, codecs().filter(this::readsWal).toList());
    }
  }

  /**
   * Checks {@link #readsBase}.
   *
   * @throws IllegalArgumentException if not, with the codecs that it reads
   */
  public void requireReadsBase(Codec codec) {
    if (!readsBase(codec)) {
      throw unreadable("base backups", codec, codecs().filter(this::readsBase).toList());
    }
  }

  /** By number: 3.4 is before 3.20. */
  @Override
  public int compareTo(BarmanVersion other) {
    return ORDER.compare(this, other);
  }

  /** The three numbers with dots. */
  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }

  private boolean isAtLeast(int otherMajor, int otherMinor) {
    return compareTo(new BarmanVersion(otherMajor, otherMinor, 0)) >= 0;
  }

  private static Stream<Codec> codecs() {
    return Arrays.stream(Codec.values());
  }

  private IllegalArgumentException unreadable(String what, Codec codec, List<Codec> readable) {
    return new IllegalArgumentException(
        "Barman %s does not read %s compressed with %s; it reads %s"
            .formatted(this, what, codec, readable));
  }
}
