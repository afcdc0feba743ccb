/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.postgres.WalFileName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings two catalogues of the same files into one. Barman of one age changes only one of them, so
 * a line that only one has was added there or removed in the other: the file decides.
 */
final class CatalogueUnion {

  private final ServerDirectory directory;

  CatalogueUnion(ServerDirectory directory) {
    this.directory = directory;
  }

  /** Unites; order and, in doubt, lines are those of the first. */
  List<CatalogueLine> of(List<CatalogueLine> first, List<CatalogueLine> second) throws IOException {
    Map<WalFileName, CatalogueLine> others = new LinkedHashMap<>();
    second.forEach(line -> others.put(line.name(), line));
    List<CatalogueLine> united = new ArrayList<>();
    for (CatalogueLine line : distinct(first)) {
      CatalogueLine other = others.remove(line.name());
      if (other != null) {
        united.add(truer(line, other));
      } else if (hasFile(line)) {
        united.add(line);
      }
    }
    others.values().removeIf(line -> !hasFile(line));
    return insert(united, others.values());
  }

  private static Collection<CatalogueLine> distinct(List<CatalogueLine> lines) {
    Map<WalFileName, CatalogueLine> byName = new LinkedHashMap<>();
    lines.forEach(line -> byName.putIfAbsent(line.name(), line));
    return byName.values();
  }

  private boolean hasFile(CatalogueLine line) {
    try {
      return Disk.isFile(directory.wal(line.name()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CatalogueLine truer(CatalogueLine line, CatalogueLine other) throws IOException {
    if (line.size() == other.size() || !hasFile(line)) {
      return line;
    }
    return Files.size(directory.wal(line.name())) == other.size() ? other : line;
  }

  /**
   * Adds lines, each before the first of its timeline that is later: Barman stops reading a
   * timeline there. Those of the same names are replaced.
   */
  static List<CatalogueLine> insert(
      Collection<CatalogueLine> lines, Collection<CatalogueLine> more) {
    Set<WalFileName> names = new HashSet<>();
    more.forEach(line -> names.add(line.name()));
    List<CatalogueLine> all = new ArrayList<>(lines);
    all.removeIf(line -> names.contains(line.name()));
    List<CatalogueLine> ordered = new ArrayList<>(more);
    ordered.sort(BY_NAME);
    return ordered.isEmpty() ? all : merge(all, ordered);
  }

  static final Comparator<CatalogueLine> BY_NAME =
      Comparator.comparing(line -> line.name().toString());

  private static List<CatalogueLine> merge(List<CatalogueLine> lines, List<CatalogueLine> more) {
    Map<String, List<CatalogueLine>> waiting = new HashMap<>();
    more.forEach(line -> waiting.computeIfAbsent(timeline(line), t -> new ArrayList<>()).add(line));
    List<CatalogueLine> merged = new ArrayList<>();
    for (CatalogueLine line : lines) {
      List<CatalogueLine> queue = waiting.getOrDefault(timeline(line), List.of());
      while (!queue.isEmpty() && BY_NAME.compare(queue.get(0), line) < 0) {
        merged.add(queue.remove(0));
      }
      merged.add(line);
    }
    more.stream()
        .filter(line -> waiting.getOrDefault(timeline(line), List.of()).contains(line))
        .forEach(merged::add);
    return merged;
  }

  private static String timeline(CatalogueLine line) {
    return line.name().timeline().toHex();
  }
}
