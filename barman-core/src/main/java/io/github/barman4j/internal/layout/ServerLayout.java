/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.layout;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.storage.ObjectKey;
import java.util.Optional;

/**
 * Where everything of one server lies in a store; the only type that knows. See the package's
 * description for the whole layout.
 *
 * @param serverName first part of every key
 */
public record ServerLayout(String serverName) {

  private static final String BASE = "/base/";
  private static final String WALS = "/wals/";
  private static final String INFO = "backup.info";
  private static final String OWN = "/barman4j/";

  /** Returns what the keys of all backups begin with. */
  public String basePrefix() {
    return serverName + BASE;
  }

  /** Returns what the keys of one backup begin with. */
  public String backupPrefix(BackupId id) {
    return basePrefix() + id + "/";
  }

  /** Returns the id of the backup whose directory this is, as a listing of one level gives it. */
  public BackupId backupOfPrefix(String prefix) {
    return BackupId.of(prefix.substring(basePrefix().length(), prefix.length() - 1));
  }

  /** Returns the key of a backup's metadata, which is written last. */
  public ObjectKey backupInfo(BackupId id) {
    return key(backupPrefix(id) + INFO);
  }

  /** Returns the key of a backup's keep annotation. */
  public ObjectKey keepAnnotation(BackupId id) {
    return key(backupPrefix(id) + "annotations/keep");
  }

  /**
   * Returns the key at which Barman put the annotation if its URL ended with a slash; only stores
   * with empty names can hold it.
   */
  public ObjectKey keepAnnotationBehindSlash(BackupId id) {
    return key("/" + keepAnnotation(id));
  }

  /** Returns the key of a part of a backup. */
  public ObjectKey part(BackupId id, PartName part) {
    return key(backupPrefix(id) + part);
  }

  /** Returns what the keys of the whole WAL archive begin with. */
  public String walsPrefix() {
    return serverName + WALS;
  }

  /** Returns what the keys of the segments with this hash directory begin with. */
  public String walDirectory(String hashDirectory) {
    return walsPrefix() + hashDirectory + "/";
  }

  /**
   * Reads the timeline of a directory of segments, as a listing of one level gives it; empty if it
   * is none.
   */
  public Optional<TimelineId> timelineOfWalDirectory(String prefix) {
    String directory = prefix.substring(walsPrefix().length(), prefix.length() - 1);
    return WalFileName.find(directory + "00000000").map(WalFileName::timeline);
  }

  /**
   * Returns the key of a WAL file.
   *
   * @param suffix of its compression, empty for none
   */
  public ObjectKey wal(WalFileName name, String suffix) {
    return key(walKey(name) + suffix);
  }

  /** Returns what the keys of a WAL file begin with, however it is compressed. */
  public String walKey(WalFileName name) {
    if (name instanceof WalFileName.History) {
      return walsPrefix() + name;
    }
    return walDirectory(segmentOf(name).hashDirectory()) + name;
  }

  private static WalSegmentName segmentOf(WalFileName name) {
    if (name instanceof WalFileName.Partial partial) {
      return partial.segment();
    }
    return name instanceof WalFileName.BackupHistory history
        ? history.segment()
        : (WalSegmentName) name;
  }

  /**
   * Reads the WAL file that an object below {@link #walsPrefix()} holds; empty if it is none.
   *
   * @param suffix of the compression that the key ends with, empty for none
   */
  public Optional<WalFileName> walOfKey(ObjectKey key, String suffix) {
    String name = key.lastName();
    return WalFileName.find(name.substring(0, name.length() - suffix.length()))
        .filter(wal -> key.value().equalsIgnoreCase(walKey(wal) + suffix));
  }

  /**
   * Returns the key of our note of which cluster owns the archive; Barman looks at nothing beside
   * {@code base} and {@code wals}.
   */
  public ObjectKey owner() {
    return key(serverName + OWN + "system-identifier");
  }

  /**
   * Returns where a WAL file lies that was moved aside, of a cluster that owns the archive no more.
   */
  public ObjectKey former(SystemIdentifier cluster, ObjectKey walFile) {
    return key(serverName + OWN + "former/" + cluster + "/" + walFile.lastName());
  }

  /** Returns what the keys of our notes of running backups begin with. */
  public String runningPrefix() {
    return serverName + OWN + "running/";
  }

  /** Returns the key of our note that a backup is running. */
  public ObjectKey running(BackupId id) {
    return key(runningPrefix() + id);
  }

  private static ObjectKey key(String value) {
    return ObjectKey.of(value);
  }
}
