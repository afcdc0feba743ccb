/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.StoreProperties;
import io.github.barman4j.storage.filter.ForwardingObjectStore;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A store that owns the files with its certificates and keys. */
final class OpenedStore extends ForwardingObjectStore {

  private static final Logger LOG = LoggerFactory.getLogger(OpenedStore.class);

  private final ObjectStore store;
  private final Path directory;

  private OpenedStore(ObjectStore store, Path directory) {
    super(store);
    this.store = store;
    this.directory = directory;
  }

  static ObjectStore open(ObjectStoreSettings settings, SecretResolver secrets) throws IOException {
    settings.unsupported().forEach(setting -> LOG.warn("Has no effect: {}", setting));
    Path directory = Files.createTempDirectory("barman4j-");
    try {
      StoreProperties properties = settings.properties(StoreUse.ALL, secrets, directory);
      return new OpenedStore(ObjectStores.open(settings.location(), properties), directory);
    } catch (IOException | RuntimeException e) {
      deleteSuppressing(directory, e);
      throw e;
    }
  }

  @Override
  public void close() {
    super.close();
    try {
      store.close();
    } finally {
      delete();
    }
  }

  private void delete() {
    try {
      delete(directory);
    } catch (IOException e) {
      LOG.warn("Cannot delete the directory {} with keys, delete it by hand", directory, e);
    }
  }

  private static void deleteSuppressing(Path directory, Exception cause) {
    try {
      delete(directory);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static void delete(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Files.deleteIfExists(directory);
  }
}
