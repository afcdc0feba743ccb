/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.storage.ObjectKey;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One backup: its metadata, its keep annotation, and a tar for each of its directories.
 *
 * @param id of a backup that has metadata
 */
record BackupView(LocalContext context, ServerLayout layout, BackupId id) implements ViewDirectory {

  private static final String KEEP = "keep";
  private static final Pattern OID = Pattern.compile("[0-9]{1,10}");

  @Override
  public String key() {
    return layout.backupPrefix(id);
  }

  @Override
  public boolean isEmpty() {
    return false;
  }

  @Override
  public List<ViewNode> children(ViewWindow window) throws IOException {
    List<ViewNode> children = new ArrayList<>(parts());
    info().ifPresent(children::add);
    keep().ifPresent(children::add);
    children.sort(ServerView.ORDER);
    return children;
  }

  private Optional<ViewNode> info() throws IOException {
    ObjectKey key = layout.backupInfo(id);
    Path modern = context.directory().modernInfo(id);
    Path file = Files.exists(modern) ? modern : context.directory().legacyInfo(id);
    return seen(
        key,
        file,
        () ->
            context
                .metadata()
                .content(id)
                .map(bytes -> new ViewObject.Read(key.value(), bytes, modified(file))));
  }

  private interface Reading {
    Optional<ViewNode> read() throws IOException;
  }

  /** A file that cannot be read fails when it is asked for, not all that lies beside it. */
  private static Optional<ViewNode> seen(ObjectKey key, Path file, Reading reading)
      throws IOException {
    try {
      return reading.read();
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException unreadable) {
      ViewObject.OfFile there = new ViewObject.OfFile(key.value(), file);
      return Optional.of(new ViewObject.Unreadable(there, unreadable));
    }
  }

  /** Returns the annotation itself, as the directory of it has no other. */
  private Optional<ViewNode> keep() throws IOException {
    ObjectKey key = layout.keepAnnotation(id);
    Path modern = context.directory().modernAnnotation(id, KEEP);
    Path file = Files.exists(modern) ? modern : context.directory().legacyAnnotation(id, KEEP);
    return seen(
        key,
        file,
        () ->
            context
                .annotations()
                .find(id, KEEP)
                .map(
                    text ->
                        new ViewObject.Read(key.value(), text.getBytes(UTF_8), modified(file))));
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException vanished) {
      return FileTime.from(Instant.EPOCH);
    }
  }

  private List<ViewNode> parts() throws IOException {
    List<ViewNode> parts = new ArrayList<>();
    for (Path path : children()) {
      String name = path.getFileName().toString();
      if (isPart(name) && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        ObjectKey key = layout.part(id, new PartName(name, 0, ""));
        parts.add(new ViewObject.OfTree(key.value(), path));
      }
    }
    return parts;
  }

  private static boolean isPart(String name) {
    return name.equals(PartName.DATA) || OID.matcher(name).matches();
  }

  private List<Path> children() throws IOException {
    try {
      return SortedDirectory.list(context.directory().backup(id));
    } catch (NoSuchFileException orphan) {
      return List.of();
    }
  }
}
