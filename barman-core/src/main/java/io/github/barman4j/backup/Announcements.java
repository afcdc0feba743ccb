/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.infofile.InfoFile;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectAlreadyExistsException;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.WriteCondition;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects that say how a backup is doing: our note that it runs, which keeps its WAL from being
 * deleted, and {@code backup.info}, which is written once, at the end.
 */
final class Announcements {

  private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

  private final ObjectStore store;
  private final ServerLayout layout;

  Announcements(ObjectStore store, ServerLayout layout) {
    this.store = store;
    this.layout = layout;
  }

  /** Returns the first id from a local time on that no backup has. */
  BackupId freeId(LocalDateTime from) throws IOException {
    LocalDateTime time = from;
    while (isTaken(BackupId.at(time))) {
      time = time.plusSeconds(1);
    }
    return BackupId.at(time);
  }

  private boolean isTaken(BackupId id) throws IOException {
    return isAnyUnder(layout.backupPrefix(id)) || isAnyUnder(layout.running(id).value());
  }

  private boolean isAnyUnder(String prefix) throws IOException {
    return !store.list(ListRequest.prefix(prefix).withPageSize(1)).objects().isEmpty();
  }

  /** Notes that a backup runs; false if another backup has just noted the same id. */
  boolean noteRunning(BackupInfo info, ObjectTags tags) throws IOException {
    PutOptions create =
        store.capabilities().conditionalCreate() ? PutOptions.ifAbsent() : PutOptions.overwrite();
    String text = InfoFile.format(info, InfoFile.Profile.LEGACY);
    try {
      store.put(layout.running(info.id()), ObjectBody.of(text), create.withTags(tags));
      return true;
    } catch (ObjectAlreadyExistsException other) {
      return false;
    }
  }

  /** Makes the backup visible, as done or failed. */
  void publish(BackupInfo info, InfoFile.Profile profile, PutOptions options) throws IOException {
    publish(info.id(), InfoFile.format(info, profile).getBytes(UTF_8), options);
  }

  /**
   * Makes a backup that ran to its end visible as done.
   *
   * @throws IOException if retention has taken the run for dead meanwhile: parts may be gone
   */
  void publishDone(BackupInfo info, InfoFile.Profile profile, PutOptions options)
      throws IOException {
    byte[] text = InfoFile.format(info, profile).getBytes(UTF_8);
    try {
      publish(info.id(), text, orAbsent(options));
    } catch (ObjectAlreadyExistsException taken) {
      throw new IOException(
          "there is a backup.info of this backup already: nothing was heard of it for so long that"
              + " it was taken for dead and is being deleted. Take another backup",
          taken);
    }
  }

  private PutOptions orAbsent(PutOptions options) {
    return store.capabilities().conditionalCreate()
        ? options.withCondition(WriteCondition.ifAbsent())
        : options;
  }

  /** Makes the backup visible with this text of {@code backup.info}. */
  void publish(BackupId id, byte[] text, PutOptions options) throws IOException {
    try {
      store.put(layout.backupInfo(id), ObjectBody.of(text), options);
    } catch (WriteOutcomeUnknownException e) {
      if (!holds(id, text, e)) {
        throw e;
      }
      LOG.debug("backup.info is there although its answer was lost", e);
    }
  }

  /** A store that cannot be asked leaves it unknown whether the backup is visible. */
  private boolean holds(BackupId id, byte[] text, WriteOutcomeUnknownException unknown) {
    try {
      return ObjectStores.find(store, layout.backupInfo(id), InfoFile.MAX_BYTES)
          .filter(found -> Arrays.equals(found, text))
          .isPresent();
    } catch (IOException e) {
      unknown.addSuppressed(e);
      return false;
    }
  }

  /** Takes the note back; one that stays does no harm beside a backup.info. */
  void removeNote(BackupId id) {
    try {
      store.delete(List.of(layout.running(id))).throwIfIncomplete();
    } catch (IOException | RuntimeException e) {
      LOG.warn("The note that backup {} runs stays in the store: {}", id, e.toString());
    }
  }
}
