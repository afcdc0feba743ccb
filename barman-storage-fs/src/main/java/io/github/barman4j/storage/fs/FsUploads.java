/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.github.barman4j.storage.ObjectAlreadyExistsException;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.WriteCondition;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes objects: into a temporary file, forced to the disk, then given its name at once, and the
 * directory forced too.
 */
final class FsUploads {

  private static final Logger LOG = LoggerFactory.getLogger(FsUploads.class);
  private static final Duration STALE = Duration.ofDays(1);
  private static final int ATTEMPTS = 200;

  private final FsLocation location;
  private final FsDirectories directories;
  private final InstantSource clock;
  private final boolean sync;
  private volatile @Nullable FsCreation creation;

  FsUploads(FsLocation location, boolean sync, InstantSource clock) {
    this.location = location;
    this.directories = new FsDirectories(location, sync);
    this.clock = clock;
    this.sync = sync;
  }

  /** Sets how names are given exclusively, instead of finding out what the file system can. */
  void creation(FsCreation newCreation) {
    creation = newCreation;
  }

  FsDirectories directories() {
    return directories;
  }

  /** Writes the content of an upload. */
  @FunctionalInterface
  interface Content {
    void writeTo(FsUpload upload) throws IOException;
  }

  /** Writes and publishes an object, or leaves nothing. */
  ObjectMetadata write(String what, ObjectKey key, Content content, WriteCondition condition)
      throws IOException {
    Path target = location.resolve(key);
    FsUpload upload = begin(what);
    try {
      content.writeTo(upload);
      upload.finish(clock.instant(), sync);
      ObjectMetadata metadata = FsVersion.read(upload.file()).orElseThrow().metadata(key);
      publish(what, upload.file(), target, condition);
      return metadata;
    } finally {
      upload.discard();
    }
  }

  private FsUpload begin(String what) throws IOException {
    try {
      Path directory = location.temporary();
      directories.make(directory);
      return new FsUpload(directory.resolve(UUID.randomUUID().toString()), location.root(), what);
    } catch (IOException e) {
      throw FsExceptions.whileWriting(what, location.root(), e);
    }
  }

  private void publish(String what, Path file, Path target, WriteCondition condition)
      throws IOException {
    try {
      rename(what, file, target, condition instanceof WriteCondition.IfAbsent);
    } catch (FileAlreadyExistsException e) {
      throw new ObjectAlreadyExistsException(
          what + "an object is there, and none may be replaced", e);
    } catch (NotDirectoryException e) {
      throw new ObjectStoreException(
          what + e.getFile() + " is a file or a link, and so cannot hold objects", e);
    } catch (DirectoryNotEmptyException e) {
      throw new ObjectStoreException(
          what + "there are objects below it, and a file system cannot hold both", e);
    } catch (IOException e) {
      throw FsExceptions.whileWriting(what, location.root(), e);
    }
    makeDurable(what, target);
  }

  private void makeDurable(String what, Path target) throws WriteOutcomeUnknownException {
    try {
      directories.force(FsLocation.parent(target));
    } catch (NoSuchFileException gone) {
      LOG.debug("{}deleted again before its directory was forced to the disk", what);
    } catch (IOException e) {
      throw new WriteOutcomeUnknownException(
          what + "written and visible, but perhaps lost if the machine crashes: " + e, e);
    }
  }

  // A delete may prune the directory between its making and the renaming.
  private void rename(String what, Path file, Path target, boolean onlyCreate) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        directories.make(FsLocation.parent(target));
        removeEmptyDirectory(target);
        name(file, target, onlyCreate);
        return;
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS || !Files.exists(file)) {
          throw e;
        }
        LOG.debug("{}its directory was pruned, trying again", what);
      }
    }
  }

  private static void removeEmptyDirectory(Path target) throws IOException {
    if (Files.isDirectory(target, NOFOLLOW_LINKS)) {
      Files.deleteIfExists(target);
    }
  }

  private void name(Path file, Path target, boolean onlyCreate) throws IOException {
    if (onlyCreate) {
      creation(file).create(file, target);
    } else {
      Files.move(file, target, ATOMIC_MOVE);
    }
  }

  private FsCreation creation(Path file) {
    FsCreation known = creation;
    if (known == null) {
      known =
          FsCreation.linksWork(file)
              ? FsCreation.linking()
              : FsCreation.locking(location.temporary().resolve("create.lock"));
      creation = known;
    }
    return known;
  }

  /** Removes what writers that died left behind more than a day ago. */
  void sweep() {
    Path directory = location.temporary();
    if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        sweep(file);
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      LOG.warn("Cannot sweep unfinished objects in {}: {}", directory, e.toString());
    }
  }

  private void sweep(Path file) throws IOException {
    Instant limit = clock.instant().minus(STALE);
    if (Files.getLastModifiedTime(file, NOFOLLOW_LINKS).toInstant().isBefore(limit)) {
      Files.deleteIfExists(file);
      LOG.info("Removed {}, which a writer left unfinished more than a day ago", file);
    }
  }
}
