/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.targets;

import io.github.barman4j.RestoreFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Directories that one restore claims whatever is in them, to change it. What a killed one has
 * claimed is taken over. The caller closes it.
 */
public final class ClaimedContent implements AutoCloseable {

  private static final int CLAIM_BYTES = 100;

  private final List<Path> claims = new ArrayList<>();

  private ClaimedContent() {}

  /**
   * Claims all of them, or none; those that are absent are made.
   *
   * @throws RestoreFailedException if another restore has one
   */
  public static ClaimedContent of(List<Path> directories) throws IOException {
    ClaimedContent claimed = new ClaimedContent();
    try {
      for (Path directory : directories) {
        NewDirectories.upTo(directory);
        claimed.claims.add(claim(directory));
      }
      return claimed;
    } catch (IOException | RuntimeException e) {
      claimed.close();
      throw e;
    }
  }

  private static Path claim(Path directory) throws IOException {
    Path claim = directory.resolve(TargetDirectory.CLAIM);
    try (FileChannel channel =
        FileChannel.open(
            claim,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            TargetDirectory.CLAIM_MODE)) {
      channel.write(ByteBuffer.wrap(ClaimOwner.current().toBytes()));
      return claim;
    } catch (FileAlreadyExistsException e) {
      if (takeOver(claim)) {
        return claim;
      }
      throw TargetContent.claimed(directory);
    }
  }

  /** Of several that find the claim of one that was killed, the lock lets one replace it. */
  private static boolean takeOver(Path claim) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                claim,
                Set.of(
                    StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        FileLock lock = tryLock(channel)) {
      if (lock == null || isHeld(channel)) {
        return false;
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(ClaimOwner.current().toBytes()), 0);
    } catch (NoSuchFileException ended) {
      return false;
    }
    return ClaimOwner.find(claim).equals(Optional.of(ClaimOwner.current()));
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException ofThisProcess) {
      return null;
    }
  }

  /** A claim that names nobody is being made. */
  private static boolean isHeld(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(CLAIM_BYTES);
    int read = channel.read(bytes, 0);
    return read <= 0
        || ClaimOwner.parse(
                new String(bytes.array(), 0, read, java.nio.charset.StandardCharsets.US_ASCII))
            .map(ClaimOwner::isAlive)
            .orElse(true);
  }

  @Override
  public void close() throws IOException {
    for (Path claim : claims) {
      Files.deleteIfExists(claim);
    }
  }
}
