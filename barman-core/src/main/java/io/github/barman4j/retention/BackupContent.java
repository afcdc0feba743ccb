/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.storage.ObjectMetadata;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** What lies in a backup's directory, summed up while it is listed. For one thread. */
final class BackupContent {

  static final String INFO = "backup.info";
  static final String ANNOTATIONS = "annotations/";

  private final Set<String> mains = new HashSet<>();
  private boolean info;
  private boolean annotated;
  private int objects;
  private long bytes;
  private Instant lastModified = Instant.MIN;

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
    PartName.find(name).filter(part -> part.number() == 0).ifPresent(p -> mains.add(p.base()));
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

  /** Tells whether the first tar of the data directory and of each tablespace is there. */
  boolean holdsAllOf(BackupInfo backup) {
    return mains.contains(PartName.DATA)
        && backup.tablespaces().stream()
            .allMatch(tablespace -> mains.contains(Long.toString(tablespace.oid())));
  }
}
