/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.process;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The user PostgreSQL runs as: the user of this JVM, or an unprivileged one when that is root,
 * which PostgreSQL refuses.
 *
 * <p>For root it is {@code postgres}, or {@code nobody} where that does not exist. Immutable and
 * safe for use by many threads.
 */
public final class ServerUser {
  private static final int ROOT = 0;
  private static final int NOBODY = 65534;
  private static final ServerUser CURRENT = find();

  private final int uid;
  private final int gid;
  private final boolean switched;

  private ServerUser(int uid, int gid, boolean switched) {
    this.uid = uid;
    this.gid = gid;
    this.switched = switched;
  }

  /** Returns the user of this machine's PostgreSQL servers. */
  public static ServerUser current() {
    return CURRENT;
  }

  /** Returns whether this JVM runs as root. */
  public boolean isSwitched() {
    return switched;
  }

  /** Returns the command that runs the given one as this user. */
  public List<String> command(List<String> command) {
    if (!switched) {
      return command;
    }
    List<String> prefixed =
        new ArrayList<>(List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups"));
    prefixed.addAll(command);
    return prefixed;
  }

  /**
   * Gives a tree to this user, without following links, and lets it enter the parents.
   *
   * @throws IllegalStateException when the user cannot enter a parent outside the directory for
   *     temporary files, whose mode is not the kit's to change
   */
  public void own(Path tree) {
    if (switched) {
      FileTrees.walk(tree, new Owner());
      openParents(tree.toAbsolutePath());
    }
  }

  private void openParents(Path path) {
    try {
      for (Path p = path.getParent(); p != null; p = p.getParent()) {
        open(p);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void open(Path directory) throws IOException {
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(directory);
    if (mode.add(OTHERS_EXECUTE)) {
      if (!directory.startsWith(Path.of(System.getProperty("java.io.tmpdir")))) {
        throw new IllegalStateException(
            "The server's user cannot enter " + directory + ": chmod o+x, or use java.io.tmpdir");
      }
      Files.setPosixFilePermissions(directory, mode);
    }
  }

  private static ServerUser find() {
    try {
      Path probe = Files.createTempFile("b4j-uid", "");
      int uid = (int) Files.getAttribute(probe, "unix:uid");
      Files.delete(probe);
      return uid == ROOT ? unprivileged() : new ServerUser(uid, uid, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServerUser unprivileged() throws IOException {
    List<String> users = Files.readAllLines(Path.of("/etc/passwd"));
    return Stream.of("postgres", "nobody")
        .flatMap(name -> named(users, name).stream())
        .findFirst()
        .orElse(new ServerUser(NOBODY, NOBODY, true));
  }

  private static Optional<ServerUser> named(List<String> users, String name) {
    return users.stream()
        .map(line -> line.split(":", -1))
        .filter(fields -> fields[0].equals(name))
        .map(f -> new ServerUser(Integer.parseInt(f[2]), Integer.parseInt(f[3]), true))
        .findFirst();
  }

  private final class Owner extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      return visitFile(directory, attributes);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.setAttribute(file, "unix:uid", uid, NOFOLLOW_LINKS);
      Files.setAttribute(file, "unix:gid", gid, NOFOLLOW_LINKS);
      return FileVisitResult.CONTINUE;
    }
  }
}
