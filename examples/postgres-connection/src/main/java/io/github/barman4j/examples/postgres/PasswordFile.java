/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of passwords, {@code ~/.pgpass}: lines {@code host:port:database:user:password}, of which
 * the first that fits counts; a field {@code *} fits all, and a backslash takes the meaning from a
 * colon or a backslash. One that others than its owner can read is not looked at.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-pgpass.html">PostgreSQL, The Password
 *     File</a>
 */
record PasswordFile(Path file) {

  private static final String ANY = "*";
  private static final int FIELDS = 5;
  private static final Logger LOG = LoggerFactory.getLogger(PasswordFile.class);
  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  /** Returns the password for these four: host, port, database and user. */
  Optional<String> find(List<String> wanted) {
    return lines().stream()
        .filter(line -> !line.startsWith("#"))
        .map(PasswordFile::fields)
        .filter(fields -> fits(fields, wanted))
        .map(fields -> unescaped(fields.get(wanted.size())))
        .findFirst()
        .filter(password -> !password.isEmpty());
  }

  private List<String> lines() {
    try {
      return Files.isRegularFile(file) && isPrivate()
          ? new String(Files.readAllBytes(file), UTF_8).lines().toList()
          : List.of();
    } catch (IOException e) {
      LOG.warn("The password file {} cannot be read: {}", file, e.toString());
      return List.of();
    }
  }

  private boolean isPrivate() throws IOException {
    Set<PosixFilePermission> granted = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    if (granted.removeAll(OF_OTHERS)) {
      LOG.warn(
          "password file \"{}\" has group or world access; permissions should be u=rw (0600) or less:"
              + " it is not used",
          file);
      return false;
    }
    return true;
  }

  private static boolean fits(List<String> fields, List<String> wanted) {
    if (fields.size() <= wanted.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      String field = fields.get(i);
      if (!field.equals(ANY) && !unescaped(field).equals(wanted.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the fields as they are written; the last takes the rest, further colons included. */
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < line.length() && fields.size() < FIELDS - 1; i++) {
      if (line.charAt(i) == '\\') {
        i++;
      } else if (line.charAt(i) == ':') {
        fields.add(line.substring(from, i));
        from = i + 1;
      }
    }
    fields.add(line.substring(from));
    return fields;
  }

  private static String unescaped(String field) {
    return field.replaceAll("\\\\(.)", "$1");
  }
}
