/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.internal.server.BackupSession;
import io.github.barman4j.internal.server.DataDirectory;
import io.github.barman4j.internal.server.ServerConnection;
import io.github.barman4j.internal.server.ServerFacts;
import java.io.IOException;

/** What is known before a backup begins; the server's session is open. */
record Prepared(ServerConnection server, Ownership ownership) implements AutoCloseable {

  /** Finds out whose the files are; closes the connection if that fails. */
  static Prepared of(ServerConnection server) throws IOException {
    try {
      return new Prepared(server, Ownership.of(server.directory().pgData()));
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  BackupSession session() {
    return server.session();
  }

  ServerFacts facts() {
    return server.facts();
  }

  DataDirectory directory() {
    return server.directory();
  }

  @Override
  public void close() {
    server.close();
  }
}
