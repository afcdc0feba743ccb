/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Tells whether a server runs in a data directory, by the file that it holds there. */
final class RunningServer {

  static final String PID_FILE = "postmaster.pid";

  private RunningServer() {}

  /**
   * Returns the number of the process that the data directory belongs to, empty if none lives. A
   * number that another program has by now counts as alive: better a file to be removed by hand
   * than a running cluster overwritten.
   */
  static OptionalLong findPid(Path dataDirectory) throws IOException {
    try {
      // The path of the data directory, a line of it, may have any bytes.
      List<String> lines = Files.readAllLines(dataDirectory.resolve(PID_FILE), ISO_8859_1);
      long pid = lines.isEmpty() ? 0 : Math.abs(Long.parseLong(lines.get(0).strip()));
      return isAlive(pid) ? OptionalLong.of(pid) : OptionalLong.empty();
    } catch (NoSuchFileException | NumberFormatException none) {
      return OptionalLong.empty();
    }
  }

  private static boolean isAlive(long pid) {
    return pid > 0 && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }
}
