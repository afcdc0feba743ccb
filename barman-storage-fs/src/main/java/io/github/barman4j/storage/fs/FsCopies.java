/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PutOptions;
import java.io.IOException;

/** Copies objects inside the directory, file to file in the system. */
final class FsCopies {

  private final FsLocation location;
  private final FsUploads uploads;

  FsCopies(FsLocation location, FsUploads uploads) {
    this.location = location;
    this.uploads = uploads;
  }

  ObjectMetadata copy(ObjectKey source, ObjectKey target, PutOptions options)
      throws ObjectStoreException {
    String from = location.what("copy", source);
    try (FsReader reader = FsReader.open(location, source, from)) {
      String to = location.what("copy to", target);
      return uploads.write(to, target, reader::copyTo, options.condition());
    } catch (IOException e) {
      throw FsExceptions.translate(from, e);
    }
  }
}
