/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.postgres.WalFileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares the WAL catalogue, of which there may be two, with the files. */
final class CatalogueCheck {

  private static final String NAME = "WAL catalogue";
  private static final int SHOWN = 3;

  private final LocalContext context;
  private final CheckItems items;

  CatalogueCheck(LocalContext context, CheckItems items) {
    this.context = context;
    this.items = items;
  }

  void run(CancellationToken cancellation) throws IOException {
    Path legacyFile = context.directory().legacyCatalogue();
    Path modernFile = context.directory().modernCatalogue();
    List<String> problems = new ArrayList<>();
    HeldLock lock = context.locks().catalogue(cancellation);
    try {
      Optional<Set<String>> legacy = names(legacyFile);
      Optional<Set<String>> modern = names(modernFile);
      if (legacy.isPresent() && modern.isPresent()) {
        compare("in " + modernFile + " only", modern.get(), legacy.get(), problems);
        compare("in " + legacyFile + " only", legacy.get(), modern.get(), problems);
      }
      Set<String> lines = modern.or(() -> legacy).orElse(Set.of());
      Set<String> files = WalOnDisk.list(context.directory()).files().keySet();
      compare("without a line", files, lines, problems);
      compare("without a file", lines, files, problems);
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    } finally {
      lock.close();
    }
    if (problems.isEmpty()) {
      items.ok(NAME, "");
    } else {
      items.failed(NAME, String.join("; ", problems), "rebuild it: barman rebuild-xlogdb, or ours");
    }
  }

  private static Optional<Set<String>> names(Path file) throws IOException {
    try {
      Set<String> names = new TreeSet<>();
      for (String line : Files.readAllLines(file, ISO_8859_1)) {
        names.add(CatalogueLine.parse(line).name().toString());
      }
      return Optional.of(names);
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  /** Partial segments are catalogued when they are archived, but by no rebuild. */
  private static void compare(
      String what, Set<String> these, Set<String> those, List<String> problems) {
    Set<String> rest = new TreeSet<>(these);
    rest.removeAll(those);
    rest.removeIf(name -> isPartial(name) && !what.startsWith("in "));
    if (!rest.isEmpty()) {
      List<String> shown = rest.stream().limit(SHOWN).toList();
      problems.add(rest.size() + " " + what + ": " + String.join(", ", shown));
    }
  }

  private static boolean isPartial(String name) {
    return WalFileName.find(name).orElse(null) instanceof WalFileName.Partial;
  }
}
