/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.postgres.WalFileName;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that PostgreSQL has marked as ready to be archived.
 *
 * @param archiveStatus the directory with the marks; it need not exist
 */
record ReadyFiles(Path archiveStatus) {

  private static final Logger LOG = LoggerFactory.getLogger(ReadyFiles.class);
  private static final String SUFFIX = ".ready";

  /** PostgreSQL archives timeline histories first, then the others by name. */
  private static final Comparator<WalFileName> ORDER =
      Comparator.<WalFileName, Boolean>comparing(name -> !(name instanceof WalFileName.History))
          .thenComparing(WalFileName::toString);

  /** Returns those of the directory that a WAL file is in. */
  static ReadyFiles beside(Path walFile) {
    return new ReadyFiles(walFile.resolveSibling("archive_status"));
  }

  /** Returns the WAL file of a mark. */
  Path file(WalFileName name) {
    return archiveStatus.resolveSibling(name.toString());
  }

  boolean isReady(WalFileName name) {
    return Files.exists(archiveStatus.resolve(name + SUFFIX));
  }

  /** Returns the first files that are wanted, in PostgreSQL's order; none if there are no marks. */
  List<WalFileName> first(int limit, Predicate<WalFileName> wanted) {
    TreeSet<WalFileName> first = new TreeSet<>(ORDER);
    try (DirectoryStream<Path> marks = Files.newDirectoryStream(archiveStatus, "*" + SUFFIX)) {
      for (Path mark : marks) {
        name(mark).filter(wanted).ifPresent(name -> add(first, name, limit));
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug("Not looking ahead: {} cannot be listed", archiveStatus, e);
    }
    return List.copyOf(first);
  }

  private static void add(TreeSet<WalFileName> first, WalFileName name, int limit) {
    first.add(name);
    if (first.size() > limit) {
      first.pollLast();
    }
  }

  private static Optional<WalFileName> name(Path mark) {
    String file = String.valueOf(mark.getFileName());
    String name = file.substring(0, file.length() - SUFFIX.length());
    return WalFileName.find(name).filter(found -> found.toString().equals(name));
  }
}
