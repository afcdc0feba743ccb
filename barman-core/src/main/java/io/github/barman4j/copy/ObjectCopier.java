/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.CopyConflictException;
import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.internal.archive.ResumingInputStream;
import io.github.barman4j.internal.io.Checkpoint;
import io.github.barman4j.storage.ObjectAlreadyExistsException;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.CRC32C;

/** Copies and compares single objects. Thread-safe. */
final class ObjectCopier {

  private static final int BUFFER = 64 * 1024;

  private final ObjectStore source;
  private final ObjectStore target;
  private final CopyOptions options;
  private final Tally tally;
  private final Checkpoint checkpoint;

  ObjectCopier(Side source, Side target, CopyOptions options, Tally tally) {
    this.source = source.store();
    this.target = target.store();
    this.options = options;
    this.tally = tally;
    this.checkpoint = options.cancellation()::throwIfCancelled;
  }

  /** Tells whether the objects on both sides have the same bytes. */
  boolean isSame(CopiedObject object) throws IOException {
    long ours = checksum(source, object.source(), object.size());
    return ours == checksum(target, object.target(), object.size());
  }

  private long checksum(ObjectStore store, ObjectKey key, long size) throws IOException {
    CRC32C checksum = new CRC32C();
    try (InputStream in = new ResumingInputStream(store, key)) {
      transfer(in, OutputStream.nullOutputStream(), checksum, size, key);
    }
    return checksum.getValue();
  }

  /**
   * Copies an object.
   *
   * @throws CopyConflictException if another one has come there
   * @throws CorruptArchiveException if it reads back differently; it is removed then
   */
  void copy(CopiedObject object, ObjectTags tags) throws IOException {
    if (!canCreate() && ObjectStores.find(target, object.target()).isPresent()) {
      requireSame(object);
      return;
    }
    CRC32C sent = new CRC32C();
    try {
      ObjectMetadata written = put(object, tags, sent);
      confirm(object, written.size(), sent);
    } catch (ObjectAlreadyExistsException e) {
      requireSame(object);
    } catch (WriteOutcomeUnknownException lost) {
      afterLostAnswer(object, lost);
    }
    tally.copied(object.target(), object.size());
  }

  private boolean canCreate() {
    return target.capabilities().conditionalCreate();
  }

  private ObjectMetadata put(CopiedObject object, ObjectTags tags, CRC32C sent) throws IOException {
    PutOptions how = canCreate() ? PutOptions.ifAbsent() : PutOptions.overwrite();
    try (InputStream in = new ResumingInputStream(source, object.source())) {
      return target.put(
          object.target(),
          out -> transfer(in, out, sent, object.size(), object.source()),
          how.withTags(tags).withExpectedSize(object.size()));
    }
  }

  /** Fails before the end if the object is not as large as it was listed: it was replaced. */
  private void transfer(InputStream in, OutputStream out, CRC32C checksum, long size, ObjectKey key)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    long total = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      checkpoint.check();
      checksum.update(buffer, 0, read);
      out.write(buffer, 0, read);
      total += read;
      tally.passed(read);
    }
    if (total != size) {
      throw new ObjectStoreException(
          "read " + key + ": expected " + size + " bytes as listed, got " + total + "; it changed",
          null);
    }
  }

  private void confirm(CopiedObject object, long size, CRC32C sent) throws IOException {
    boolean same =
        size == object.size()
            && (!options.readsBack()
                || checksum(target, object.target(), object.size()) == sent.getValue());
    if (!same) {
      CorruptArchiveException error =
          new CorruptArchiveException(
              "The copy at "
                  + target.location()
                  + "/"
                  + object.target()
                  + " is not what was sent (expected "
                  + object.size()
                  + " bytes of CRC32C "
                  + Long.toHexString(sent.getValue())
                  + ", got "
                  + size
                  + " bytes); it is removed. Try again, and probe the store if it stays so");
      remove(object.target(), error);
      throw error;
    }
  }

  /** Only what this copy has written itself comes here. */
  private void remove(ObjectKey key, Exception reason) {
    try {
      target.delete(List.of(key)).throwIfIncomplete();
    } catch (ObjectStoreException e) {
      reason.addSuppressed(e);
    }
  }

  private void afterLostAnswer(CopiedObject object, WriteOutcomeUnknownException lost)
      throws IOException {
    try {
      requireSame(object);
    } catch (IOException e) {
      e.addSuppressed(lost);
      throw e;
    }
  }

  private void requireSame(CopiedObject object) throws IOException {
    long there = target.head(object.target()).size();
    if (there != object.size()) {
      throw conflict(Conflicts.ofSizes(object.target(), object.size(), there));
    }
    if (!isSame(object)) {
      throw conflict(Conflicts.ofContent(object.target()));
    }
  }

  private CopyConflictException conflict(CopyConflict conflict) {
    return new CopyConflictException(
        "Another object came to " + target.location() + "/" + conflict + "; it stays");
  }
}
