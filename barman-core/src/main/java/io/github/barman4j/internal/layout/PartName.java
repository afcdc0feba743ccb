/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.layout;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a tar in a backup: {@code data.tar.gz}, {@code data_0001.tar}, {@code 16384.tar}.
 * Ordered as parts are extracted: the data directory first, then tablespaces by oid, each from its
 * first part.
 *
 * @param base {@code data} or a tablespace's oid
 * @param number 0 for the first part, which has no number in its name
 * @param suffix behind {@code .tar}, of the compression; empty for none
 */
public record PartName(String base, int number, String suffix) implements Comparable<PartName> {

  /** The base of parts of the data directory. */
  public static final String DATA = "data";

  /** The figure of {@code copy_stats} that says how many parts each series has. */
  public static final String COUNTS = "parts_per_item";

  private static final Pattern NAME =
      Pattern.compile("(data|[0-9]{1,10})(?:_([0-9]{1,9}))?\\.tar((?:\\.[a-z0-9]+)?)");
  private static final Comparator<PartName> ORDER =
      Comparator.comparing((PartName p) -> !p.isData())
          .thenComparingLong(p -> p.isData() ? 0 : Long.parseLong(p.base()))
          .thenComparingInt(PartName::number)
          .thenComparing(PartName::suffix);

  /**
   * Reads the name of an object in a backup's directory; empty if it is not a part, or not as
   * written.
   */
  public static Optional<PartName> find(String objectName) {
    Matcher matcher = NAME.matcher(objectName);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int number = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
    return Optional.of(new PartName(matcher.group(1), number, matcher.group(3)))
        .filter(name -> name.toString().equals(objectName));
  }

  /** Tells whether the part belongs to the data directory, not to a tablespace. */
  public boolean isData() {
    return base.equals(DATA);
  }

  @Override
  public int compareTo(PartName other) {
    return ORDER.compare(this, other);
  }

  /** Returns the object's name. */
  @Override
  public String toString() {
    String part = number == 0 ? "" : String.format(Locale.ROOT, "_%04d", number);
    return base + part + ".tar" + suffix;
  }
}
