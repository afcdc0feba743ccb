/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.server;

import io.github.barman4j.internal.work.Guard;
import io.github.barman4j.postgres.ControlFile;
import io.github.barman4j.postgres.Tablespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * A running server and the files that it writes, which have been found to belong together. For one
 * thread, which closes it.
 *
 * @param session open connection
 * @param facts what the server says of itself
 * @param directory its files
 */
public record ServerConnection(BackupSession session, ServerFacts facts, DataDirectory directory)
    implements AutoCloseable {

  private static final int ATTEMPTS = 20;
  private static final long PAUSE_MILLIS = 50;

  /**
   * Connects, and makes sure that the directory is that of the server.
   *
   * @throws IOException if it is that of another, or cannot be read
   */
  public static ServerConnection open(DataSource dataSource, Path pgData, Guard guard)
      throws SQLException, IOException {
    BackupSession session = BackupSession.open(dataSource, guard);
    try {
      ServerFacts facts = session.facts();
      ControlFile control = control(session, pgData, guard);
      return new ServerConnection(session, facts, DataDirectory.of(pgData, control, facts));
    } catch (SQLException | IOException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** Reads the control file, making sure that it is the one that the session's server writes. */
  private static ControlFile control(BackupSession session, Path pgData, Guard guard)
      throws SQLException, IOException {
    for (int attempt = 1; ; attempt++) {
      ControlFile control = ControlFileBytes.read(pgData).content();
      if (session.wrote(control)) {
        return control;
      }
      if (attempt == ATTEMPTS) {
        throw new IOException(
            pgData
                + " is not the data directory of the server that the data source connects to:"
                + " it holds the cluster "
                + control.systemIdentifier()
                + ", last checkpoint "
                + control.checkpoint()
                + ". Give the data directory of that server");
      }
      pause(guard);
    }
  }

  private static void pause(Guard guard) throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    guard.check();
  }

  /**
   * Makes sure that tablespaces whose files were not there have been dropped, not unmounted.
   *
   * @throws NoSuchFileException if one should be there
   */
  public void requireTablespaces() throws SQLException, IOException {
    List<Tablespace> now = session.tablespaces();
    for (Tablespace tablespace : facts.tablespaces()) {
      if (now.contains(tablespace) && !Files.isDirectory(directory.rootOf(tablespace))) {
        throw new NoSuchFileException(directory.rootOf(tablespace).toString());
      }
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
