/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesException;
import java.time.zone.ZoneRulesProvider;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Makes a zone in POSIX form known to Java, which has no other way to be given rules. */
final class PosixRules extends ZoneRulesProvider {

  private static final Map<String, ZoneId> KNOWN = new HashMap<>();

  private final String id;
  private final ZoneRules rules;

  private PosixRules(String id, ZoneRules rules) {
    this.id = id;
    this.rules = rules;
  }

  /** Returns the zone; what is thrown is that of {@link PosixZone#parse}. */
  static synchronized ZoneId zone(String text) {
    ZoneId known = KNOWN.get(text);
    if (known != null) {
      return known;
    }
    String id = "POSIX" + KNOWN.size() + "/" + text.replaceAll("[^A-Za-z0-9~/._+-]", "_");
    registerProvider(new PosixRules(id, PosixZone.parse(text)));
    ZoneId zone = ZoneId.of(id);
    KNOWN.put(text, zone);
    return zone;
  }

  @Override
  protected Set<String> provideZoneIds() {
    return Set.of(id);
  }

  @Override
  protected ZoneRules provideRules(String zoneId, boolean forCaching) {
    if (!id.equals(zoneId)) {
      throw new ZoneRulesException("No zone " + zoneId);
    }
    return rules;
  }

  @Override
  protected NavigableMap<String, ZoneRules> provideVersions(String zoneId) {
    return new TreeMap<>(Map.of("POSIX", rules));
  }
}
