/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.server;

import io.github.barman4j.postgres.ControlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code global/pg_control}, which the server overwrites in place: a read may see half of a
 * write, which the checksum tells.
 */
public final class ControlFileBytes {

  private static final Logger LOG = LoggerFactory.getLogger(ControlFileBytes.class);
  private static final int ATTEMPTS = 20;
  private static final long PAUSE_MILLIS = 20;

  private final byte[] bytes;
  private final ControlFile content;

  private ControlFileBytes(byte[] bytes) {
    this.bytes = bytes;
    this.content = ControlFile.parse(bytes);
  }

  /** Returns the file, not copied. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns what the bytes say. */
  public ControlFile content() {
    return content;
  }

  /**
   * Reads the file until its checksum is right.
   *
   * @throws IOException if it cannot be read, or is still wrong after many attempts
   */
  public static ControlFileBytes read(Path pgData) throws IOException {
    Path file = pgData.resolve(ControlFile.NAME);
    for (int attempt = 1; ; attempt++) {
      try {
        return new ControlFileBytes(Files.readAllBytes(file));
      } catch (IllegalArgumentException torn) {
        if (attempt == ATTEMPTS) {
          throw new IOException(file + " is damaged: " + torn.getMessage(), torn);
        }
        LOG.debug("{} is read again: {}", file, torn.getMessage());
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
