/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import com.sun.jna.LastErrorException;
import io.github.barman4j.CancellationToken;
import io.github.barman4j.OperationCancelledException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.catalog.BackupId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Barman's locks of one server: empty files below the lock directory, held with {@code flock(2)}.
 * Java's own file locks are of another kind, which Barman does not see. Each call opens the file
 * anew, so that threads of one process exclude each other too. Thread-safe; the caller closes what
 * it is given.
 */
final class ServerLocks {

  private static final Logger LOG = LoggerFactory.getLogger(ServerLocks.class);
  private static final int MODE = 0600;
  private static final int ATTEMPTS = 100;
  private static final long PAUSE_MILLIS = 10;

  private final Path directory;
  private final String serverName;

  ServerLocks(Path directory, String serverName) {
    this.directory = directory;
    this.serverName = serverName;
  }

  /**
   * Takes the lock of a whole backup, and of a deletion.
   *
   * @throws ServerLockedException if another process has it
   */
  HeldLock backup() {
    return require("backup", "a backup or a deletion is running");
  }

  /**
   * Takes the lock of what modifies one backup.
   *
   * @throws ServerLockedException if another process has it
   */
  HeldLock backup(BackupId id) {
    return require(id.value(), "backup " + id + " is being modified");
  }

  /** Takes the lock of what modifies one backup, empty if another process has it. */
  Optional<HeldLock> tryBackup(BackupId id) {
    return attempt(id.value());
  }

  /** Takes the lock of archiving WAL, empty if another process has it. */
  Optional<HeldLock> tryArchiveWal() {
    return attempt("archive-wal");
  }

  /**
   * Waits for the lock of the WAL catalogue, which readers take too.
   *
   * @throws OperationCancelledException if it was cancelled or the thread interrupted meanwhile
   */
  HeldLock catalogue(CancellationToken cancellation) {
    Optional<HeldLock> held = attempt("xlogdb");
    while (held.isEmpty()) {
      pause(cancellation);
      held = attempt("xlogdb");
    }
    return held.get();
  }

  private static void pause(CancellationToken cancellation) {
    cancellation.throwIfCancelled();
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationCancelledException("Interrupted while waiting for a lock", e);
    }
  }

  private HeldLock require(String name, String meaning) {
    return attempt(name).orElseThrow(() -> busy(name, meaning));
  }

  private ServerLockedException busy(String name, String meaning) {
    return new ServerLockedException(
        file(name)
            + " is held by "
            + holder(file(name))
            + ": "
            + meaning
            + ". Try again when that has ended");
  }

  private static String holder(Path file) {
    try {
      return "process " + Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    } catch (IOException e) {
      return "another process";
    }
  }

  private Path file(String name) {
    return directory.resolve("." + serverName + "-" + name + ".lock");
  }

  /** Barman's cron unlinks lock files that nobody holds, so what is locked may have no name. */
  private Optional<HeldLock> attempt(String name) {
    Path file = file(name);
    for (int i = 0; i < ATTEMPTS; i++) {
      int descriptor = open(file);
      if (!isLocked(file, descriptor)) {
        Libc.close(descriptor);
        return Optional.empty();
      }
      if (isStillThere(file, descriptor)) {
        return Optional.of(held(file, descriptor));
      }
      Libc.close(descriptor);
    }
    throw new StorageFailedException(
        "Cannot lock " + file, new IOException("it is removed each time it is locked"));
  }

  private int open(Path file) {
    try {
      Files.createDirectories(directory);
      return Libc.open(file.toString(), Libc.O_RDWR | Libc.O_CREAT | Libc.O_CLOEXEC, MODE);
    } catch (LastErrorException e) {
      throw failure("Cannot open lock file " + file, e);
    } catch (IOException e) {
      throw new StorageFailedException("Cannot make the lock directory " + directory, e);
    }
  }

  private static boolean isLocked(Path file, int descriptor) {
    while (true) {
      try {
        Libc.flock(descriptor, Libc.LOCK_EX | Libc.LOCK_NB);
        return true;
      } catch (LastErrorException e) {
        if (e.getErrorCode() == Libc.EAGAIN) {
          return false;
        } else if (e.getErrorCode() != Libc.EINTR) {
          Libc.close(descriptor);
          throw failure("Cannot lock " + file, e);
        }
      }
    }
  }

  private static StorageFailedException failure(String task, LastErrorException e) {
    return new StorageFailedException(task, new IOException(e.getMessage(), e));
  }

  private static boolean isStillThere(Path file, int descriptor) {
    try {
      return identity(file, LinkOption.NOFOLLOW_LINKS)
          .equals(identity(Path.of("/proc/self/fd/" + descriptor)));
    } catch (IOException unlinked) {
      return false;
    }
  }

  private static Map<String, Object> identity(Path file, LinkOption... options) throws IOException {
    return Files.readAttributes(file, "unix:ino,dev", options);
  }

  /** Barman shows whose the lock is by the number in the file; a full disk has no room for it. */
  private static HeldLock held(Path file, int descriptor) {
    HeldLock lock = new HeldLock(file, descriptor);
    try {
      String pid = ProcessHandle.current().pid() + "\n";
      Files.writeString(file, pid, StandardCharsets.US_ASCII);
      return lock;
    } catch (IOException e) {
      LOG.warn("Lock file {} does not say whose it is", file, e);
      return lock;
    }
  }
}
