/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.DuplicateWalException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Where {@code archive_command} drops WAL, and where goes what cannot be archived. */
final class Incoming {

  private static final String TEMPORARY = ".tmp";

  private static final Pattern OURS =
      Pattern.compile("\\.[0-9]+-[0-9]+-[0-9A-Fa-f.]+\\.[a-z.]*tmp");
  private static final Duration FORGOTTEN = Duration.ofHours(1);
  private static final AtomicLong NUMBER = new AtomicLong();
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final ServerDirectory directory;
  private final Clock clock;

  Incoming(ServerDirectory directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /** Lists what is to be archived, ascending: nothing hidden or temporary. */
  List<Path> list() throws IOException {
    return Disk.list(directory.incoming()).stream()
        .filter(file -> !Disk.name(file).startsWith("."))
        .filter(file -> !Disk.name(file).endsWith(TEMPORARY))
        .filter(file -> !Disk.isFound(file))
        .toList();
  }

  /** Removes what {@link #put} left when it was killed. */
  void sweep() throws IOException {
    for (Path file : Disk.list(directory.incoming())) {
      if (OURS.matcher(Disk.name(file)).matches() && age(file).compareTo(FORGOTTEN) > 0) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Returns for how long nothing has changed a file; not what its times were set to. */
  Duration age(Path file) throws IOException {
    FileTime changed = (FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    return Duration.between(changed.toInstant(), clock.instant()).abs();
  }

  /**
   * Puts a copy of a file there, durable when this returns; nothing happens if it is there.
   *
   * @throws DuplicateWalException if another file of this name is there
   */
  void put(WalContent source) throws IOException {
    Path target = directory.incoming().resolve(source.name().toString());
    DurableFiles.createDirectories(directory.incoming());
    if (!isThere(source, target)) {
      copy(source, target);
    }
    DurableFiles.syncDirectory(directory.incoming());
  }

  private static boolean isThere(WalContent source, Path target) throws IOException {
    try {
      if (!source.isSameAs(WalContent.of(source.name(), target))) {
        throw conflict(source, target);
      }
      DurableFiles.syncFile(target);
      return true;
    } catch (NoSuchFileException absentOrArchivedMeanwhile) {
      return false;
    }
  }

  static DuplicateWalException conflict(WalContent source, Path target) {
    return new DuplicateWalException(
        source.file()
            + " is not archived: "
            + target
            + " has the same name and other content, and is kept. See whether two servers archive"
            + " to one directory, or a server was restored without its timeline");
  }

  private void copy(WalContent source, Path target) throws IOException {
    long process = ProcessHandle.current().pid();
    String name = "." + process + "-" + NUMBER.incrementAndGet() + "-" + source.name() + TEMPORARY;
    Path temporary = target.resolveSibling(name);
    try {
      Files.copy(
          source.file(),
          temporary,
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
      DurableFiles.syncFile(temporary);
      publish(source, temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** A link replaces nothing, as a renaming would. */
  private static void publish(WalContent source, Path temporary, Path target) throws IOException {
    try {
      Files.createLink(target, temporary);
    } catch (FileAlreadyExistsException e) {
      if (!source.isSameAs(WalContent.of(source.name(), target))) {
        throw conflict(source, target);
      }
    } catch (FileSystemException | UnsupportedOperationException noLinks) {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Moves what cannot be archived aside, and returns where it is. */
  Path setAside(Path file, String why) throws IOException {
    DurableFiles.createDirectories(directory.errors());
    Instant time = clock.instant();
    Path target = aside(file, time, why);
    while (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      time = time.plusSeconds(1);
      target = aside(file, time, why);
    }
    move(file, target);
    DurableFiles.syncDirectory(directory.errors());
    return target;
  }

  private Path aside(Path file, Instant time, String why) {
    return directory.errors().resolve(Disk.name(file) + "." + STAMP.format(time) + "." + why);
  }

  private static void move(Path file, Path target) throws IOException {
    try {
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException otherFileSystem) {
      Path temporary = target.resolveSibling("." + target.getFileName() + TEMPORARY);
      Files.copy(
          file,
          temporary,
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES,
          LinkOption.NOFOLLOW_LINKS);
      if (Disk.isFile(temporary)) {
        DurableFiles.syncFile(temporary);
      }
      DurableFiles.publish(temporary, target);
      Files.delete(file);
    }
  }

  /** Makes what happened to the directory durable. */
  void sync() throws IOException {
    if (Files.isDirectory(directory.incoming())) {
      DurableFiles.syncDirectory(directory.incoming());
    }
  }
}
