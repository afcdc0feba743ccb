/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.internal.archive.DeletionMark;
import io.github.barman4j.internal.infofile.InfoFile;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PreconditionFailedException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.WriteCondition;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a backup visibly unrestorable before anything of it goes. Thread-safe. */
final class DeletionBegin {

  private static final Logger LOG = LoggerFactory.getLogger(DeletionBegin.class);

  private final ObjectStore store;
  private final ServerLayout layout;

  DeletionBegin(ServerContext context) {
    this.store = context.store();
    this.layout = new ServerLayout(context.serverName());
  }

  /**
   * Marks a backup, if its backup.info has not changed since it is read here.
   *
   * @return by how many bytes the mark made it longer
   * @throws IOException if it changed, or the store is out of order; nothing must be deleted then
   */
  long mark(BackupId id) throws IOException {
    ObjectKey key = layout.backupInfo(id);
    try (ObjectContent content = store.get(key, GetOptions.all())) {
      byte[] info = content.stream().readNBytes(InfoFile.MAX_BYTES);
      byte[] marked = DeletionMark.on(info);
      return write(key, marked, content.metadata().etag()) ? marked.length - info.length : 0;
    } catch (ObjectNotFoundException unmarked) {
      LOG.debug("Backup {} has no backup.info to mark", id, unmarked);
      return 0;
    }
  }

  /**
   * Marks a run that is taken for dead with a backup.info made from its note. If the run goes on
   * after all, it finds that and cannot become visible.
   *
   * @throws IOException if it has become visible meanwhile, or the store is out of order; nothing
   *     must be deleted then
   */
  void markAbandoned(BackupId id) throws IOException {
    byte[] note =
        ObjectStores.find(store, layout.running(id), InfoFile.MAX_BYTES).orElse(new byte[0]);
    PutOptions create =
        store.capabilities().conditionalCreate() ? PutOptions.ifAbsent() : PutOptions.overwrite();
    store.put(layout.backupInfo(id), ObjectBody.of(DeletionMark.on(note)), create);
  }

  private boolean write(ObjectKey key, byte[] marked, String etag) throws IOException {
    PutOptions options =
        store.capabilities().conditionalUpdate()
            ? PutOptions.overwrite().withCondition(WriteCondition.ifMatch(etag))
            : PutOptions.overwrite();
    try {
      store.put(key, ObjectBody.of(marked), options);
      return true;
    } catch (PreconditionFailedException changed) {
      throw changed;
    } catch (ObjectStoreException e) {
      if (e.isRetryable()) {
        throw e;
      }
      // A store that is full or read-only must still be able to get rid of a backup: its first part
      // goes first, and without that it is not whole.
      LOG.warn("{} cannot be marked as being deleted: {}", key, e.getMessage());
      return false;
    }
  }
}
