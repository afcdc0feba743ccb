/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.internal.io.ChecksumAlgorithm;
import io.github.barman4j.internal.server.Entry;
import io.github.barman4j.internal.work.Progress;
import io.github.barman4j.storage.fs.local.BufferedCopy.Content;
import io.github.barman4j.storage.fs.local.ReuseDecision.Facts;
import io.github.barman4j.storage.fs.local.ReuseDecision.Verdict;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the files of one tree of a backup: each is linked to that of the backup before, copied from
 * there, or copied from the server. What it makes is new; it changes nothing. Thread-safe.
 */
final class TreeCopy {

  private static final Logger LOG = LoggerFactory.getLogger(TreeCopy.class);

  private final CopyTarget target;
  private final CopyTotals totals;
  private final Progress progress;
  private final KernelCopy kernel;
  private final BufferedCopy buffered;

  /** What there is of a file in the backup before. */
  private record Reference(Path path, PosixFileAttributes attributes) {}

  TreeCopy(CopyTarget target, CopyTotals totals, Progress progress, CopyTools tools) {
    this.target = target;
    this.totals = totals;
    this.progress = progress;
    this.kernel = tools.kernel();
    this.buffered = tools.buffered();
  }

  /** Makes one file; one that has vanished is left out. */
  void make(Entry.RegularFile file) throws IOException {
    Path path = target.path(file.member());
    Reference reference = target.reuse() == ReuseBackup.OFF ? null : reference(file);
    try {
      if (reference == null || !isUnchanged(file, reference)) {
        copy(file, file.path(), path);
      } else if (target.reuse() == ReuseBackup.COPY) {
        copyAgain(file, reference.path(), path);
      } else if (!isLinked(file, reference, path)) {
        copy(file, file.path(), path);
      }
      progress.fileDone();
    } catch (NoSuchFileException e) {
      requireVanished(file, e);
    }
  }

  /** What is missing may also be the directory that the copy was to go to. */
  private static void requireVanished(Entry.RegularFile file, NoSuchFileException e)
      throws IOException {
    if (Files.exists(file.path())) {
      throw e;
    }
    LOG.debug("{} vanished before it was copied", file.path());
  }

  private @Nullable Reference reference(Entry.RegularFile file) throws IOException {
    Path path = target.referencePath(file.member());
    if (path == null) {
      return null;
    }
    try {
      PosixFileAttributes attributes =
          Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isRegularFile() ? new Reference(path, attributes) : null;
    } catch (NoSuchFileException absent) {
      return null;
    } catch (FileSystemException notADirectory) {
      LOG.debug("{} is not reused", path, notADirectory);
      return null;
    }
  }

  private boolean isUnchanged(Entry.RegularFile file, Reference reference) throws IOException {
    ReuseDecision decision = target.decision();
    Facts facts = new Facts(file.size(), file.lastModified());
    Verdict verdict = decision.of(facts, Facts.of(reference.attributes()));
    if (verdict == Verdict.UNCHANGED && decision.strict()) {
      verdict = decision.confirm((FileTime) Files.getAttribute(file.path(), "unix:ctime"));
    }
    if (verdict == Verdict.COMPARE) {
      totals.compared();
      return isSame(file, reference);
    }
    return verdict == Verdict.UNCHANGED;
  }

  private boolean isSame(Entry.RegularFile file, Reference reference) throws IOException {
    try {
      return buffered.isSame(file.path(), reference.path());
    } catch (NoSuchFileException e) {
      // If it is the file that has vanished, copying will tell.
      return false;
    }
  }

  private boolean isLinked(Entry.RegularFile file, Reference reference, Path path)
      throws IOException {
    PosixFileAttributes attributes = reference.attributes();
    if (!attributes.permissions().equals(file.permissions())) {
      return false;
    }
    try {
      Files.createLink(path, reference.path());
    } catch (FileSystemException | UnsupportedOperationException e) {
      LOG.debug("{} is copied, since it cannot be linked", reference.path(), e);
      return false;
    }
    if (target.checksum() != ChecksumAlgorithm.NONE) {
      list(file, attributes.lastModifiedTime(), buffered.read(path, target.checksum()));
    }
    totals.linked(attributes.size());
    progress.read(attributes.size());
    return true;
  }

  /** The backup before may be gone, by a Barman that does not know that we use it. */
  private void copyAgain(Entry.RegularFile file, Path reference, Path path) throws IOException {
    try {
      copy(file, reference, path);
    } catch (NoSuchFileException gone) {
      copy(file, file.path(), path);
    }
  }

  private void copy(Entry.RegularFile file, Path from, Path path) throws IOException {
    FileTraits traits = new FileTraits(file.permissions(), file.lastModified());
    if (target.isUnlimited()
        && target.checksum() == ChecksumAlgorithm.NONE
        && kernel.isPossible()
        && MemberPaths.isAscii(path.toString())
        && MemberPaths.isAscii(from.toString())) {
      OptionalLong bytes = kernel.copy(from, path, traits);
      if (bytes.isPresent()) {
        totals.copied(bytes.getAsLong());
        return;
      }
    }
    Content content = copyBuffered(from, path, traits);
    totals.copied(content.bytes());
    list(file, file.lastModified(), content);
  }

  /** Reading and writing say what went wrong, not where. */
  private Content copyBuffered(Path from, Path path, FileTraits traits) throws IOException {
    try {
      return buffered.copy(from, path, traits, target.checksum());
    } catch (FileSystemException | ClosedByInterruptException | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      String why = e.getMessage() + SystemErrors.free(path);
      throw new IOException(from + " cannot be copied to " + path + ": " + why, e);
    }
  }

  private void list(Entry.RegularFile file, FileTime modified, Content content) {
    if (target.checksum() != ChecksumAlgorithm.NONE) {
      target.manifest().add(file.member(), content.bytes(), modified, content.checksum());
    }
  }
}
