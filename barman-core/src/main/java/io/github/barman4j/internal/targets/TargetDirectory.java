/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.targets;

import io.github.barman4j.RestoreFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An empty directory that one restore claims for itself before it writes, and gives back as it was
 * if it fails. What is taken back is known by what was done: the directory is held open, and the
 * entries that were made in it are remembered. Whatever else is in it stays.
 *
 * <p>Thread-safe; the caller closes it after {@link #release} or {@link #takeBack}.
 */
public final class TargetDirectory implements AutoCloseable {

  /** The file that claims a directory. */
  public static final String CLAIM = ".barman4j-restore";

  static final FileAttribute<Set<PosixFilePermission>> CLAIM_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path named;
  private final Path path;
  private final NewDirectories newDirectories;
  private final SecureDirectoryStream<Path> handle;
  private final Set<PosixFilePermission> modeBefore;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private final Set<String> created = ConcurrentHashMap.newKeySet();

  /** Writes something. */
  @FunctionalInterface
  public interface Step {
    /** Writes it. */
    void run() throws IOException;
  }

  private TargetDirectory(
      Path named, Path path, NewDirectories newDirectories, SecureDirectoryStream<Path> handle)
      throws IOException {
    this.named = named;
    this.path = path;
    this.newDirectories = newDirectories;
    this.handle = handle;
    this.modeBefore = mode().readAttributes().permissions();
  }

  /**
   * Claims a directory, which is made if it is absent, for its owner alone as PostgreSQL demands.
   *
   * @throws RestoreFailedException if it is not empty, or another restore has it; nothing was
   *     changed then
   */
  public static TargetDirectory claim(Path directory) throws IOException {
    NewDirectories made = NewDirectories.upTo(directory);
    Path real = directory.toRealPath();
    TargetDirectory target = new TargetDirectory(directory, real, made, OpenDirectory.open(real));
    try {
      target.take();
      return target;
    } catch (IOException | RuntimeException e) {
      target.close();
      throw e;
    }
  }

  private void take() throws IOException {
    try (SeekableByteChannel claim =
        handle.newByteChannel(
            Path.of(CLAIM),
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            CLAIM_MODE)) {
      claim.write(ByteBuffer.wrap(ClaimOwner.current().toBytes()));
    } catch (FileAlreadyExistsException e) {
      throw TargetContent.claimed(path);
    }
    try {
      TargetContent.requireNone(path, Set.of(CLAIM));
      mode().setPermissions(PosixFilePermissions.fromString("rwx------"));
      claimed.set(true);
    } catch (IOException | RuntimeException e) {
      handle.deleteFile(Path.of(CLAIM));
      throw e;
    }
  }

  private PosixFileAttributeView mode() {
    return handle.getFileAttributeView(PosixFileAttributeView.class);
  }

  /** Returns where it really is. */
  public Path path() {
    return path;
  }

  /** Tells whether a path leads here. */
  boolean isAt(Path other) {
    return other.equals(path) || other.equals(named);
  }

  /** Tells whether what lies there came from this restore. */
  public boolean owns(Path below) {
    return created.contains(top(below));
  }

  /** Tells whether something lies there, or above it, that was there before the restore. */
  public boolean isForeign(Path below) {
    String top = top(below);
    return TargetContent.DISREGARDED.contains(top)
        && !created.contains(top)
        && Files.exists(path.resolve(top), LinkOption.NOFOLLOW_LINKS);
  }

  private String top(Path below) {
    return below.equals(path) ? "" : path.relativize(below).getName(0).toString();
  }

  /** Makes a directory and those above it, for their owner alone. */
  public void createDirectories(Path below) throws IOException {
    String top = top(below);
    if (!top.isEmpty()) {
      createTop(top);
      if (!Files.isDirectory(below, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(below, OWNER_ONLY);
      }
    }
  }

  private synchronized void createTop(String top) throws IOException {
    Path directory = path.resolve(top);
    try {
      Files.createDirectory(directory, OWNER_ONLY);
      created.add(top);
    } catch (FileAlreadyExistsException e) {
      if (!created.contains(top) && !TargetContent.isDisregarded(directory)) {
        throw new RestoreFailedException(
            directory + " was put there while the restore ran, by somebody else", e);
      }
    }
  }

  /** Has a file or link made that must not be there yet. */
  public void create(Path below, Step step) throws IOException {
    String top = top(below);
    boolean isNew = path.resolve(top).equals(below) && created.add(top);
    try {
      step.run();
    } catch (FileAlreadyExistsException e) {
      if (isNew) {
        created.remove(top);
      }
      throw e;
    }
  }

  /** Takes as the restore's own what it is about to make under these names. */
  public void expect(List<String> names) {
    for (String name : names) {
      if (!Files.exists(path.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        created.add(name);
      }
    }
  }

  /** Gives up the claim: what was written stays. */
  public void release() throws IOException {
    if (claimed.getAndSet(false)) {
      handle.deleteFile(Path.of(CLAIM));
    }
  }

  /** Makes the directories durable that were made so that this one exists. */
  public void syncAbove() throws IOException {
    newDirectories.sync();
  }

  /** Removes what the restore made, and nothing else; the directory itself stays. */
  public void takeBack() throws IOException {
    for (String name : created) {
      OpenDirectory.remove(handle, Path.of(name));
    }
    if (!newDirectories.contains(path)) {
      mode().setPermissions(modeBefore);
    }
    release();
  }

  @Override
  public void close() throws IOException {
    handle.close();
  }
}
