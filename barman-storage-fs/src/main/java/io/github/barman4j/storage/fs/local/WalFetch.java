/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.UnsupportedFormatException;
import io.github.barman4j.compression.MalformedStreamException;
import io.github.barman4j.internal.archive.SegmentCheck;
import io.github.barman4j.internal.archive.WalPageHeader;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks WAL up where Barman does, and writes what it finds. */
final class WalFetch {

  private static final Logger LOG = LoggerFactory.getLogger(WalFetch.class);

  private final ServerDirectory directory;
  private final WalFileName name;

  WalFetch(ServerDirectory directory, WalFileName name) {
    this.directory = directory;
    this.name = name;
  }

  /** Writes a file; what is being archived meanwhile is there at the second look. */
  Optional<Path> complete(Path destination) throws IOException {
    Path archived = directory.wal(name);
    return firstOf(
        List.of(
            archived,
            directory.incoming().resolve(name.toString()),
            directory.streaming().resolve(name.toString()),
            archived),
        destination);
  }

  /** Writes a file, or else what there is of the segment. */
  Optional<Path> completeOrPartial(Path destination) throws IOException {
    Optional<Path> found = complete(destination);
    if (found.isPresent() || !(name instanceof WalSegmentName segment)) {
      return found;
    }
    WalFileName.Partial partial = new WalFileName.Partial(segment);
    return firstOf(
        List.of(
            directory.streaming().resolve(partial.toString()),
            directory.wal(partial),
            directory.incoming().resolve(partial.toString()),
            directory.wal(partial)),
        destination);
  }

  private Optional<Path> firstOf(List<Path> places, Path destination) throws IOException {
    for (Path place : places) {
      if (Disk.isFile(place) && isWritten(place, destination)) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }

  private boolean isWritten(Path place, Path destination) throws IOException {
    Path temporary = destination.resolveSibling(destination.getFileName() + ".tmp");
    try {
      Optional<String> problem = write(WalContent.of(name, place), temporary);
      if (problem.isEmpty()) {
        DurableFiles.publish(temporary, destination);
      } else if (place.equals(directory.wal(name))) {
        throw new CorruptArchiveException(
            "Archived WAL " + place + " is damaged: " + problem.get() + ". It was not restored");
      } else {
        LOG.info("{} is not complete: {}", place, problem.get());
      }
      return problem.isEmpty();
    } catch (NoSuchFileException archivedMeanwhile) {
      if (Disk.isFile(place) || !Files.isDirectory(DurableFiles.parent(destination))) {
        throw archivedMeanwhile;
      }
      return false;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Writes the content to a file, and returns what is wrong with it. */
  private Optional<String> write(WalContent content, Path temporary) throws IOException {
    if (content.encrypted()) {
      throw new UnsupportedFormatException(
          content.file()
              + " is encrypted, which is not read here. Get it with Barman's own get-wal");
    }
    Files.deleteIfExists(temporary);
    Files.createFile(
        temporary,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (InputStream in = content.open();
        OutputStream out = Files.newOutputStream(temporary, StandardOpenOption.WRITE)) {
      in.transferTo(out);
    } catch (MalformedStreamException e) {
      return Optional.of("it cannot be decompressed with " + content.codec() + ": " + e);
    }
    DurableFiles.syncFile(temporary);
    return sizeProblem(temporary);
  }

  private Optional<String> sizeProblem(Path temporary) throws IOException {
    if (!(name instanceof WalSegmentName segment)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(temporary)) {
      byte[] beginning = in.readNBytes(WalPageHeader.LENGTH);
      return new SegmentCheck(segment, beginning, Files.size(temporary)).sizeProblem();
    }
  }
}
