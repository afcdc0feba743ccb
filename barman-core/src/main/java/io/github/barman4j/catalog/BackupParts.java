/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.catalog;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.internal.layout.PartName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of a backup's directory are its parts, and whether they are all there: those of the
 * data directory and of each tablespace, from the first on without a hole, and as many as {@code
 * backup.info} counts, which it does in backups of ours. Immutable.
 */
public final class BackupParts {

  private final BackupId id;
  private final List<BackupPart> parts = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private final List<BackupPart> duplicates = new ArrayList<>();
  private final List<BackupPart> unreadable = new ArrayList<>();
  private final List<BackupPart> foreign = new ArrayList<>();
  private final TreeMap<PartName, BackupPart> byName = new TreeMap<>();

  private BackupParts(BackupInfo backup, Collection<BackupPart> objects, boolean known) {
    id = backup.id();
    objects.forEach(this::sort);
    List<String> wanted = bases(backup);
    SortedSet<PartName> found = new TreeSet<>(byName.keySet());
    found.removeIf(name -> wanted.contains(name.base()));
    if (known) {
      found.forEach(name -> foreign.add(part(name)));
    } else {
      found.stream().map(PartName::base).distinct().forEach(wanted::add);
    }
    PartCounts counts = PartCounts.of(backup);
    wanted.forEach(base -> take(base, counts.expected(base)));
  }

  /**
   * Sorts the objects of a backup's directory. Of a part that is there in two encodings the last by
   * name counts, as with Barman.
   */
  public static BackupParts of(BackupInfo backup, Collection<BackupPart> objects) {
    return new BackupParts(backup, objects, true);
  }

  /** Sorts the objects of a backup of which it is not known what tablespaces it has. */
  public static BackupParts ofUnknown(BackupId id, Collection<BackupPart> objects) {
    return new BackupParts(BackupInfo.builder(id).build(), objects, false);
  }

  private static List<String> bases(BackupInfo backup) {
    List<String> bases = new ArrayList<>(List.of(PartName.DATA));
    backup.tablespaces().forEach(tablespace -> bases.add(Long.toString(tablespace.oid())));
    return bases;
  }

  private void sort(BackupPart object) {
    Optional<PartName> name = object.partName();
    if (name.isPresent() && isEncodingKnown(name.get())) {
      byName.put(name.get(), object);
    } else if (name.isPresent()) {
      unreadable.add(object);
    }
  }

  private static boolean isEncodingKnown(PartName name) {
    return Codec.ofFileName(name.toString()).suffix().equals(name.suffix());
  }

  private BackupPart part(PartName name) {
    return java.util.Objects.requireNonNull(byName.get(name));
  }

  private void take(String base, int expected) {
    @Nullable PartName before = null;
    int next = 0;
    for (PartName name : byName.keySet().stream().filter(n -> n.base().equals(base)).toList()) {
      if (before != null && before.number() == name.number()) {
        duplicates.add(parts.remove(parts.size() - 1));
      } else {
        next = missing(base, next, name.number()) + 1;
      }
      parts.add(part(name));
      before = name;
    }
    missing(base, next, expected);
  }

  /** A number may be anything: no more are named than there are parts, and one. */
  private int missing(String base, int from, int to) {
    int named = Math.min(to, from + byName.size() + 1);
    for (int number = from; number < named; number++) {
      missing.add(new PartName(base, number, "").toString());
    }
    return to;
  }

  /** Returns the parts, those of the data directory first, each series from its first on. */
  public List<BackupPart> parts() {
    return List.copyOf(parts);
  }

  /** Returns the names of parts that are in the store in no encoding, without suffix. */
  public List<String> missing() {
    return List.copyOf(missing);
  }

  /** Returns parts that are there in another encoding, too, which counts. */
  public List<BackupPart> duplicates() {
    return List.copyOf(duplicates);
  }

  /** Returns objects named as parts whose encoding is unknown. */
  public List<BackupPart> unreadable() {
    return List.copyOf(unreadable);
  }

  /** Returns parts of tablespaces that the backup does not have. */
  public List<BackupPart> foreign() {
    return List.copyOf(foreign);
  }

  /** Tells whether a part is there for each that the backup must have. */
  public boolean isWhole() {
    return missing.isEmpty();
  }

  /** Returns what is missing, in words; empty if the backup is whole. */
  public Optional<String> problem() {
    return missing.stream()
        .findFirst()
        .map(name -> "its " + name + " is not in the archive, in whatever encoding");
  }

  /**
   * Returns the parts, as {@link #parts()}, of a whole backup.
   *
   * @throws CorruptArchiveException if a part is missing
   * @throws UnsupportedFormatException if one is there in an unknown encoding only
   */
  public List<BackupPart> requireWhole() {
    if (isWhole()) {
      return parts();
    }
    unreadable.stream().filter(this::isMissed).findFirst().ifPresent(BackupParts::unknown);
    throw new CorruptArchiveException(
        "Backup "
            + id
            + " has no "
            + missing.get(0)
            + ", in whatever encoding: it cannot be restored. Choose another backup");
  }

  private boolean isMissed(BackupPart object) {
    return object
        .partName()
        .map(name -> new PartName(name.base(), name.number(), "").toString())
        .filter(missing::contains)
        .isPresent();
  }

  private static void unknown(BackupPart object) {
    throw new UnsupportedFormatException(
        object.key()
            + " has the unknown encoding '"
            + object.partName().map(PartName::suffix).orElse("")
            + "'; known are "
            + Arrays.toString(Codec.values()));
  }
}
