/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.testing.process.ServerUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes directories for PostgreSQL and Barman, who are not root where the tests are. */
final class ServerUserDirectories {

  private ServerUserDirectories() {}

  static Path make(Path directory) {
    try {
      Files.createDirectories(directory);
      ServerUser.current().own(directory);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
