/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupPart;
import io.github.barman4j.catalog.BackupParts;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.storage.ObjectMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What lies in a backup's directory, summed up while it is listed. For one thread. */
final class BackupContent {

  static final String INFO = "backup.info";
  static final String ANNOTATIONS = "annotations/";

  private final List<BackupPart> parts = new ArrayList<>();
  private boolean info;
  private boolean annotated;
  private int objects;
  private long bytes;
  private Instant lastModified = Instant.MIN;
  private @Nullable String missingWal;

  /** Tells whether an object of this name in a backup's directory belongs to the backup. */
  static boolean isOurs(String name) {
    return name.equals(INFO) || name.startsWith(ANNOTATIONS) || PartName.find(name).isPresent();
  }

  void add(String name, ObjectMetadata object) {
    touch(object.lastModified());
    info |= name.equals(INFO);
    annotated |= name.equals(ANNOTATIONS + "keep");
    if (isOurs(name)) {
      objects++;
      bytes += object.size();
    }
    if (PartName.find(name).isPresent()) {
      parts.add(new BackupPart(object.key(), object.size()));
    }
  }

  void touch(Instant written) {
    lastModified = written.isAfter(lastModified) ? written : lastModified;
  }

  void annotate() {
    annotated = true;
  }

  boolean hasInfo() {
    return info;
  }

  boolean isAnnotated() {
    return annotated;
  }

  int objects() {
    return objects;
  }

  long bytes() {
    return bytes;
  }

  Instant lastModified() {
    return lastModified;
  }

  /** Notes what of a backup's WAL is not there, in words. */
  void lacksWal(String what) {
    missingWal = what;
  }

  /** Returns what of a backup's data or WAL is not there, in words; empty if all is. */
  Optional<String> lacks(BackupInfo backup) {
    return BackupParts.of(backup, parts).problem().or(() -> Optional.ofNullable(missingWal));
  }
}
