/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Has Java take {@code TZ} as libc does. By itself it knows the names of regions only; of a zone in
 * POSIX form it makes UTC, and {@code GMT+3} is on the other side of Greenwich.
 */
public final class ProcessTimeZone {

  private static final String BY_OPTION = "user.timezone";
  private static final String DATABASE = "/usr/share/zoneinfo/";
  private static final Set<String> SHORT_NAMES = Set.of("EST", "MST", "HST");

  private ProcessTimeZone() {}

  /**
   * Sets this process's time zone, unless the options of Java name one. To be called first.
   *
   * @param environment where libc takes an empty {@code TZ}, and one it cannot read, for UTC
   */
  public static void useThatOf(Map<String, String> environment) {
    String tz = environment.get("TZ");
    if (tz != null && System.getProperty(BY_OPTION, "").isEmpty()) {
      find(tz).ifPresent(TimeZone::setDefault);
    }
  }

  /** Returns the zone; none for a file, which is left to Java. */
  static Optional<TimeZone> find(String tz) {
    String name = name(tz);
    if (SHORT_NAMES.contains(name) || ZoneId.getAvailableZoneIds().contains(name)) {
      return Optional.of(TimeZone.getTimeZone(name));
    }
    boolean isFile = name.startsWith("/") || name.startsWith("posix/") || name.startsWith("right/");
    return isFile ? Optional.empty() : Optional.of(zone(name));
  }

  private static String name(String tz) {
    String name = tz.startsWith(":") ? tz.substring(1) : tz;
    return name.startsWith(DATABASE) ? name.substring(DATABASE.length()) : name;
  }

  private static TimeZone zone(String name) {
    try {
      return new PosixTimeZone(PosixRules.zone(name));
    } catch (DateTimeException e) {
      return TimeZone.getTimeZone("UTC");
    }
  }

  /** A zone of Java's older kind, which is the only one that can be the default. */
  private static final class PosixTimeZone extends SimpleTimeZone {
    private static final long serialVersionUID = 1L;

    /** The driver of PostgreSQL tells the server, which must know it. */
    private static final String KNOWN_TO_POSTGRES = "UTC";

    private final ZoneId zone;

    PosixTimeZone(ZoneId zone) {
      super(
          zone.getRules().getStandardOffset(Instant.EPOCH).getTotalSeconds() * 1000,
          KNOWN_TO_POSTGRES);
      this.zone = zone;
    }

    @Override
    public ZoneId toZoneId() {
      return zone;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof PosixTimeZone posix && posix.zone.equals(zone);
    }

    @Override
    public int hashCode() {
      return zone.hashCode();
    }
  }
}
