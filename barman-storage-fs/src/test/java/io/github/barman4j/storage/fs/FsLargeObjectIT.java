/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import io.github.barman4j.testing.storage.LargeObjectContract;
import java.net.URI;
import java.nio.file.Path;

/** An object much larger than the memory there is for it, in a directory. */
final class FsLargeObjectIT extends LargeObjectContract {

  @Override
  protected Home open(Path directory, int maxParts) {
    URI location = directory.resolve("store").toUri();
    return new Home() {
      @Override
      public URI location() {
        return location;
      }

      @Override
      public void close() {}
    };
  }
}
