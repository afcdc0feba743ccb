/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupPart;
import io.github.barman4j.catalog.BackupParts;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.postgres.Tablespace;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.verify.Problem.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which parts a backup has, and whether they are those that it must have. For one thread. */
final class PartList {

  private final ServerLayout layout;
  private final BackupInfo info;
  private final Findings findings;
  private List<PartObject> parts = List.of();
  private boolean complete = true;

  /** Makes the list; {@code info} may be empty, tablespaces are then taken as they come. */
  PartList(ServerLayout layout, BackupInfo info, Findings findings) {
    this.layout = layout;
    this.info = info;
    this.findings = findings;
  }

  /** Takes all objects of the backup's directory and reports what is missing or too much. */
  void check(List<ObjectMetadata> objects, boolean knowsTablespaces) {
    List<BackupPart> found =
        objects.stream()
            .filter(object -> isPart(object.key()))
            .map(object -> new BackupPart(object.key(), object.size()))
            .toList();
    BackupParts sorted =
        knowsTablespaces ? BackupParts.of(info, found) : BackupParts.ofUnknown(info.id(), found);
    parts = sorted.parts().stream().flatMap(part -> object(part).stream()).toList();
    complete = sorted.isWhole();
    report(sorted);
  }

  private boolean isPart(ObjectKey key) {
    return PartName.find(key.lastName())
        .filter(name -> layout.part(info.id(), name).equals(key))
        .isPresent();
  }

  private static Optional<PartObject> object(BackupPart part) {
    return PartName.find(part.name()).map(name -> new PartObject(part.key(), part.size(), name));
  }

  private void report(BackupParts sorted) {
    sorted.missing().forEach(this::missing);
    sorted.duplicates().forEach(this::ambiguous);
    sorted.unreadable().forEach(this::unreadable);
    sorted.foreign().forEach(this::unexpected);
  }

  private void missing(String name) {
    String suffix = parts.isEmpty() ? "" : parts.get(0).name().suffix();
    String base = PartName.find(name).map(PartName::base).orElse(name);
    String whose =
        info.tablespaces().stream()
            .filter(tablespace -> Long.toString(tablespace.oid()).equals(base))
            .map(Tablespace::name)
            .collect(Collectors.joining());
    findings.add(
        Problem.of(
            Kind.PART_MISSING,
            ObjectKey.of(layout.backupPrefix(info.id()) + name + suffix),
            "no object of this name is in the store, in whatever compression"
                + (whose.isEmpty() ? "" : "; it holds tablespace " + whose)));
  }

  private void ambiguous(BackupPart other) {
    String message = "the part is there in another compression, too, which counts; not read";
    findings.add(Problem.of(Kind.PART_AMBIGUOUS, other.key(), message));
  }

  private void unreadable(BackupPart part) {
    String suffix = PartName.find(part.name()).map(PartName::suffix).orElse("");
    String message = "no codec has the suffix " + suffix + "; the object is not read";
    findings.add(Problem.of(Kind.PART_UNEXPECTED, part.key(), message).asWarning());
  }

  private void unexpected(BackupPart part) {
    String base = PartName.find(part.name()).map(PartName::base).orElse("");
    String message = "backup.info knows no tablespace " + base + "; the object is not read";
    findings.add(Problem.of(Kind.PART_UNEXPECTED, part.key(), message).asWarning());
  }

  /** Tells whether no part is known to be missing. */
  boolean isComplete() {
    return complete;
  }

  /** Returns the parts in the order in which they are extracted. */
  List<PartObject> parts() {
    return parts;
  }
}
