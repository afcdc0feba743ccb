/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.BarmanException;
import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.DuplicateWalException;
import io.github.barman4j.InvalidWalException;
import io.github.barman4j.compression.MalformedStreamException;
import io.github.barman4j.internal.archive.StoreFailures;
import io.github.barman4j.internal.archive.StoredWal;
import io.github.barman4j.storage.ObjectAlreadyExistsException;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import io.github.barman4j.wal.ArchivedWal.Outcome;
import java.io.IOException;

/** Puts one WAL file into the archive, or finds that it is there. */
final class WalUpload {

  private final ObjectStore store;
  private final LocalWal local;
  private final ObjectKey key;
  private final WalOptions options;

  WalUpload(ObjectStore store, LocalWal local, ObjectKey key, WalOptions options) {
    this.store = store;
    this.local = local;
    this.key = key;
    this.options = options;
  }

  ArchivedWal run() {
    try {
      return store.capabilities().conditionalCreate()
          ? create(PutOptions.ifAbsent())
          : createAfterLook();
    } catch (LocalWal.SourceException e) {
      throw new InvalidWalException(
          "WAL file "
              + local.name()
              + " at "
              + local.file()
              + " was not archived: "
              + e.getMessage(),
          e);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Two writers at once can both find nothing; only a store that can create closes the gap. */
  private ArchivedWal createAfterLook() throws IOException {
    return ObjectStores.find(store, key).isPresent()
        ? requireSame(Outcome.ALREADY_ARCHIVED)
        : create(PutOptions.overwrite());
  }

  private ArchivedWal create(PutOptions put) throws IOException {
    try {
      return result(
          store.put(key, local.body(options.compression()), complete(put)), Outcome.ARCHIVED);
    } catch (ObjectAlreadyExistsException e) {
      return requireSame(Outcome.ALREADY_ARCHIVED);
    } catch (WriteOutcomeUnknownException e) {
      return afterLostAnswer(e);
    }
  }

  private PutOptions complete(PutOptions put) {
    return put.withTags(options.tagsOf(local.name())).withExpectedSize(local.bytes());
  }

  private ArchivedWal afterLostAnswer(WriteOutcomeUnknownException lost) throws IOException {
    try {
      return requireSame(Outcome.ARCHIVED);
    } catch (IOException e) {
      lost.addSuppressed(e);
      throw lost;
    }
  }

  private ArchivedWal requireSame(Outcome outcome) throws IOException {
    try (StoredWal stored = StoredWal.open(store, key)) {
      WalComparison comparison = WalComparison.of(local, stored);
      if (!comparison.isEqual()) {
        throw duplicate(stored.metadata(), comparison);
      }
      return result(stored.metadata(), outcome);
    } catch (MalformedStreamException e) {
      throw new CorruptArchiveException(
          "The archive's "
              + where()
              + " is damaged ("
              + e.getMessage()
              + ") and the local "
              + local.file()
              + " cannot take its place. Delete that object, then archive again.",
          e);
    }
  }

  private DuplicateWalException duplicate(ObjectMetadata stored, WalComparison comparison) {
    return new DuplicateWalException(
        "WAL file "
            + local.name()
            + " is in the archive with other content, which stays. Local: "
            + describe(
                local.file().toString(), local.bytes(), WalComparison.describe(local.beginning()))
            + ". Archive: "
            + describe(where(), comparison.storedBytes(), comparison.storedHeader())
            + ", stored "
            + stored.lastModified()
            + ". They differ from byte "
            + comparison.difference().orElse(0)
            + ". Two servers may be writing the same timeline: stop the one that is wrong, or give"
            + " each cluster its own server name. If the archive's is wrong, move it away, then"
            + " archive again.");
  }

  private static String describe(String where, long bytes, String header) {
    return where + ", " + bytes + " bytes" + (header.isEmpty() ? "" : ", " + header);
  }

  private ArchivedWal result(ObjectMetadata stored, Outcome outcome) {
    return new ArchivedWal(
        local.name(), stored, options.compression().codec(), local.bytes(), outcome);
  }

  private BarmanException failure(IOException cause) {
    return StoreFailures.of("Archive " + local.file() + " as " + where(), cause);
  }

  private String where() {
    return store.location() + "/" + key;
  }
}
