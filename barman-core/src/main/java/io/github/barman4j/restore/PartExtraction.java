/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.catalog.BackupPart;
import io.github.barman4j.compression.MalformedStreamException;
import io.github.barman4j.internal.io.ParallelTasks;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.internal.pages.PageChecksum;
import io.github.barman4j.internal.pages.PageScan;
import io.github.barman4j.internal.tar.TarMember;
import io.github.barman4j.internal.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Extracts one part below its root, trusting nothing in it: names stay below the root, nothing is
 * followed, links are not made, modes are PostgreSQL's own.
 */
final class PartExtraction implements ParallelTasks.Task {

  private static final int MAX_WARNINGS = 100;

  private final Extraction extraction;
  private final BackupPart part;
  private final int index;
  private final PartTarget target;
  private final Path root;
  private final MemberPath paths;
  private final SparseFile files = new SparseFile();
  private final PageScan pages;
  private final String prefix;
  private final Set<String> leftOut = new HashSet<>();

  PartExtraction(Extraction extraction, BackupPart part, int index, PartTarget target) {
    this.extraction = extraction;
    this.part = part;
    this.index = index;
    this.target = target;
    this.root = target.root();
    this.pages = extraction.pages().scan(files.buffer());
    this.prefix =
        target.isData()
            ? ""
            : "pg_tblspc/" + PartName.find(part.key().lastName()).orElseThrow().base() + "/";
    this.paths = new MemberPath(root, part.key().value());
  }

  long size() {
    return part.size();
  }

  @Override
  public void run() throws IOException {
    try {
      extractAll();
    } catch (MalformedStreamException e) {
      throw new CorruptArchiveException(
          part.key() + " is damaged: " + e.getMessage() + ". Choose another backup", e);
    }
  }

  private void extractAll() throws IOException {
    try (InputStream decoded = extraction.open(part)) {
      TarReader tar = new TarReader(decoded, part.key().value());
      for (TarMember member = tar.next(); member != null; member = tar.next()) {
        extract(member, tar);
      }
      requireEnd(tar, decoded);
    }
  }

  private void requireEnd(TarReader tar, InputStream decoded) throws IOException {
    ExtractionLimit.requireEnd(part, decoded);
    if (!tar.endedProperly()) {
      throw new CorruptArchiveException(
          part.key() + " ends without a tar's end mark: it was cut short. Verify the backup");
    }
  }

  private void extract(TarMember member, TarReader tar) throws IOException {
    Path path =
        member.type() == TarMember.Type.DIRECTORY
            ? paths.resolve(member.name())
            : paths.resolveBelow(member.name());
    if (!target.isWanted(path)) {
      leaveOut(target.top(path));
      return;
    }
    extraction.limit().begin(part, path, member.size());
    switch (member.type()) {
      case DIRECTORY -> target.directory().createDirectories(path);
      case FILE -> extractFile(path, tar.stream());
      case HARD_LINK -> copy(paths.resolve(member.linkTarget()), path);
      case SYMBOLIC_LINK -> skipLink(member);
      case OTHER ->
          throw new CorruptArchiveException(
              part.key()
                  + " has a device, pipe or other special file, '"
                  + ForeignName.shown(member.name())
                  + "', which no backup of PostgreSQL has");
    }
  }

  private void leaveOut(String top) {
    if (leftOut.size() < MAX_WARNINGS && leftOut.add(top)) {
      extraction.warn(
          "'%s' of %s was not restored: it is nothing that PostgreSQL has there"
              .formatted(ForeignName.shown(top), part.key()));
    }
  }

  private void extractFile(Path path, InputStream content) throws IOException {
    if (isControlFile(path)) {
      Path withheld = new RestoredTree(root).withheldControlFile();
      extraction.rootFiles().write(withheld, index, () -> replace(withheld, content));
    } else if (path.getNameCount() == root.getNameCount() + 1) {
      extraction.rootFiles().write(path, index, () -> replace(path, content));
    } else {
      write(path, content);
    }
  }

  private boolean isControlFile(Path path) {
    return path.equals(root.resolve(RestoredTree.CONTROL_FILE));
  }

  private void replace(Path path, InputStream content) throws IOException {
    if (target.directory().owns(path)) {
      Files.deleteIfExists(path);
    }
    write(path, content);
  }

  private void write(Path path, InputStream content) throws IOException {
    requireNoLinkAbove(path);
    target.directory().createDirectories(parent(path));
    target
        .directory()
        .create(
            path,
            () ->
                extraction.written(
                    path, files.create(path, content, visitor(path)), files.checksum()));
    extraction.limit().spend(part, files.bytesThatAreNotZero());
  }

  private SparseFile.Visitor visitor(Path path) {
    return extraction
        .pages()
        .find(part, prefix + root.relativize(path))
        .<SparseFile.Visitor>map(
            file -> (length, position) -> pages.check(file, length, position / PageChecksum.PAGE))
        .orElse((length, position) -> {});
  }

  private void copy(Path linked, Path path) throws IOException {
    if (!target.isWanted(linked) || !Files.isRegularFile(linked, LinkOption.NOFOLLOW_LINKS)) {
      throw new CorruptArchiveException(
          part.key()
              + " has a hard link to '"
              + ForeignName.shown(root.relativize(linked).toString())
              + "', which is no file of the same tar");
    }
    try (InputStream content = Files.newInputStream(linked)) {
      write(path, content);
    }
  }

  private void skipLink(TarMember member) {
    extraction.warn(
        "Symbolic link '"
            + ForeignName.shown(member.name())
            + "' -> '"
            + ForeignName.shown(member.linkTarget())
            + "' was not restored: put a file there if PostgreSQL needs it");
  }

  private static Path parent(Path path) {
    return java.util.Objects.requireNonNull(path.getParent());
  }

  private void requireNoLinkAbove(Path path) {
    for (Path above = parent(path); !above.equals(root); above = parent(above)) {
      if (Files.isSymbolicLink(above)) {
        throw new CorruptArchiveException(above + " is a symbolic link; nothing is written there");
      }
    }
  }
}
