/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.internal.server.ServerConnection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the archive lies if it is on this host: no part of a backup, even if it lies in the data
 * directory or a link there leads to it, since each backup would hold all earlier ones.
 *
 * @param path null if the archive is elsewhere
 */
record StoreDirectory(@Nullable Path path) {

  /** Finds the directory of a store with this location. */
  static StoreDirectory of(URI location) {
    boolean here = "file".equals(location.getScheme()) && location.getRawPath() != null;
    return new StoreDirectory(here ? Path.of(URI.create("file://" + location.getRawPath())) : null);
  }

  /** Returns the server, whose directory has no archive in it. */
  ServerConnection leaveOut(ServerConnection server) throws IOException {
    return path == null || !Files.isDirectory(path)
        ? server
        : new ServerConnection(
            server.session(), server.facts(), server.directory().without(path.toRealPath()));
  }
}
