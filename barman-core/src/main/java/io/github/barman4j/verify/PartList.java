/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.verify.Problem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which parts a backup has, and whether they are those that it must have. For one thread. */
final class PartList {

  private final ServerLayout layout;
  private final BackupInfo info;
  private final Findings findings;
  private final Map<String, NavigableMap<Integer, PartObject>> byBase = new TreeMap<>();
  private final List<PartObject> parts = new ArrayList<>();
  private boolean complete = true;

  /** Makes the list; {@code info} may be empty, tablespaces are then taken as they come. */
  PartList(ServerLayout layout, BackupInfo info, Findings findings) {
    this.layout = layout;
    this.info = info;
    this.findings = findings;
  }

  /** Takes all objects of the backup's directory and reports what is missing or too much. */
  void check(List<ObjectMetadata> objects, boolean knowsTablespaces) {
    objects.forEach(this::take);
    require(PartName.DATA);
    List<String> oids = info.tablespaces().stream().map(t -> Long.toString(t.oid())).toList();
    oids.forEach(this::require);
    byBase.forEach((base, numbers) -> requireNoHole(base, numbers));
    if (knowsTablespaces) {
      byBase.keySet().stream()
          .filter(base -> !base.equals(PartName.DATA) && !oids.contains(base))
          .toList()
          .forEach(this::unexpected);
    }
  }

  private void take(ObjectMetadata object) {
    PartName name = PartName.find(object.key().lastName()).orElse(null);
    if (name == null || !layout.part(info.id(), name).equals(object.key())) {
      return;
    }
    PartObject part = new PartObject(object.key(), object.size(), name);
    if (!Codec.ofFileName(object.key().value()).suffix().equals(name.suffix())) {
      String message = "no codec has the suffix " + name.suffix() + "; the object is not read";
      findings.add(Problem.of(Kind.PART_UNEXPECTED, part.key(), message).asWarning());
      return;
    }
    parts.add(part);
    add(part, byBase.computeIfAbsent(name.base(), base -> new TreeMap<>()));
  }

  private void add(PartObject part, Map<Integer, PartObject> numbers) {
    @Nullable PartObject other = numbers.put(part.name().number(), part);
    if (other != null) {
      findings.add(
          Problem.of(Kind.PART_AMBIGUOUS, part.key(), "the part is also there as " + other.key()));
    }
  }

  private void require(String base) {
    if (!byBase.containsKey(base)) {
      missing(base, 0);
    }
  }

  private void requireNoHole(String base, NavigableMap<Integer, PartObject> numbers) {
    for (int number = 0; number < numbers.lastKey(); number++) {
      if (!numbers.containsKey(number)) {
        missing(base, number);
      }
      if (number > numbers.size()) {
        return;
      }
    }
  }

  private void missing(String base, int number) {
    complete = false;
    String suffix = parts.isEmpty() ? "" : parts.get(0).name().suffix();
    PartName name = new PartName(base, number, suffix);
    String whose =
        info.tablespaces().stream()
            .filter(tablespace -> Long.toString(tablespace.oid()).equals(base))
            .map(Tablespace::name)
            .collect(Collectors.joining());
    findings.add(
        Problem.of(
            Kind.PART_MISSING,
            layout.part(info.id(), name),
            "no object of this name is in the store, in whatever compression"
                + (whose.isEmpty() ? "" : "; it holds tablespace " + whose)));
  }

  private void unexpected(String base) {
    parts.removeIf(part -> part.name().base().equals(base));
    for (PartObject part : byBase.getOrDefault(base, new TreeMap<>()).values()) {
      String message = "backup.info knows no tablespace " + base + "; the object is not read";
      findings.add(Problem.of(Kind.PART_UNEXPECTED, part.key(), message).asWarning());
    }
  }

  /** Tells whether no part is known to be missing. */
  boolean isComplete() {
    return complete;
  }

  /** Returns the parts in the order in which they are extracted. */
  List<PartObject> parts() {
    return parts.stream().sorted((a, b) -> a.name().compareTo(b.name())).toList();
  }
}
