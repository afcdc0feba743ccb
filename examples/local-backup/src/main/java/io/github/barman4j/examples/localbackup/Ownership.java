/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who runs this process, and whether that is who should. */
final class Ownership {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern EFFECTIVE = Pattern.compile("Uid:\\s+\\d+\\s+(\\d+).*");

  private Ownership() {}

  /**
   * Refuses to go on as another user than the owner of a directory: what root writes PostgreSQL
   * cannot read, and others cannot read what PostgreSQL writes.
   *
   * @param directory what is not there has no owner yet
   * @throws ConfigurationException with both users, and how to be the other
   */
  static void require(Path directory) throws IOException {
    if (Files.exists(directory)
        && !Files.getAttribute(directory, "unix:uid").equals(effectiveUser())) {
      String owner = Files.getOwner(directory).getName();
      throw new ConfigurationException(
          "%s belongs to user %s, and this is user %s; run it as: runuser -u %s -- local-backup …"
              .formatted(directory, owner, System.getProperty("user.name"), owner));
    }
  }

  private static int effectiveUser() throws IOException {
    return Files.readAllLines(STATUS, ISO_8859_1).stream()
        .map(EFFECTIVE::matcher)
        .filter(Matcher::matches)
        .map(line -> Integer.parseUnsignedInt(line.group(1)))
        .findFirst()
        .orElseThrow(() -> new IOException("No Uid in " + STATUS));
  }
}
