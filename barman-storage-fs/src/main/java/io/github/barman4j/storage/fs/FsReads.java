/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import java.io.IOException;

/** Reads objects and their metadata. */
final class FsReads {

  private final FsLocation location;

  FsReads(FsLocation location) {
    this.location = location;
  }

  ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
    String what = location.what("get", key);
    try {
      return FsReader.open(location, key, what).content(options);
    } catch (IOException e) {
      throw FsExceptions.translate(what, e);
    }
  }

  ObjectMetadata head(ObjectKey key) throws ObjectStoreException {
    String what = location.what("head", key);
    try {
      return FsReader.version(location, location.resolve(key))
          .orElseThrow(() -> FsExceptions.notFound(what, null))
          .metadata(key);
    } catch (IOException e) {
      throw FsExceptions.translate(what, e);
    }
  }
}
