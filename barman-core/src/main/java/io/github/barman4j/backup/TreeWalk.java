/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks a tree of a running server from the top, a directory before what is in it, with one open
 * directory per level in memory. What vanishes meanwhile is skipped, except the root. Symbolic
 * links are resolved, so the copy has none. For one thread at a time.
 */
final class TreeWalk implements Closeable {

  private final Tree tree;
  private final Consumer<String> excluded;
  private final Deque<Level> levels = new ArrayDeque<>();
  private final Deque<Entry> ready = new ArrayDeque<>();

  /**
   * Opens the root.
   *
   * @param excluded hears of what is left out
   * @throws IOException if the root cannot be read, or is not there
   */
  TreeWalk(Tree tree, Consumer<String> excluded) throws IOException {
    this.tree = tree;
    this.excluded = excluded;
    FileTime modified = Files.getLastModifiedTime(tree.root());
    ready.add(new Entry.Directory(tree.top().isEmpty() ? "./" : tree.top(), modified));
    levels.push(new Level(tree.root(), ""));
  }

  /** Returns the next entry, null at the end. */
  @Nullable Entry next() throws IOException {
    while (ready.isEmpty() && !levels.isEmpty()) {
      Level level = levels.element();
      if (level.hasNext()) {
        visit(level, level.next());
      } else {
        levels.pop().close();
      }
    }
    return ready.poll();
  }

  private void visit(Level level, Path path) throws IOException {
    String name = nameOf(path);
    if (isExcluded(level, name)) {
      excluded.accept(tree.top() + level.child(name));
      return;
    }
    try {
      enter(level, path, name);
    } catch (NoSuchFileException vanished) {
      excluded.accept(tree.top() + level.child(name) + " (vanished)");
    }
  }

  private static String nameOf(Path path) throws IOException {
    try {
      return FileNames.of(path);
    } catch (CharacterCodingException e) {
      throw new IOException(
          path + ": the name is not UTF-8, so not one of PostgreSQL's; move the file away", e);
    }
  }

  private boolean isExcluded(Level level, String name) {
    return Exclusions.isExcluded(level.path(), name)
        || (level.isRelations() && (Exclusions.isTemporary(name) || level.isUnlogged(name)))
        || tree.replaced().contains(tree.top() + level.child(name));
  }

  private void enter(Level level, Path path, String name) throws IOException {
    String relative = level.child(name);
    BasicFileAttributes found = attributes(path, LinkOption.NOFOLLOW_LINKS);
    if (tree.top().isEmpty() && Exclusions.isKeptEmpty(relative)) {
      keepEmpty(relative, found.lastModifiedTime());
    } else if (found.isSymbolicLink()) {
      follow(level, path, relative);
    } else {
      add(path, relative, found);
    }
  }

  private void keepEmpty(String relative, FileTime modified) {
    ready.add(new Entry.Directory(relative + "/", modified));
    if (relative.equals(Exclusions.PG_WAL)) {
      ready.add(new Entry.Directory(Exclusions.ARCHIVE_STATUS + "/", modified));
    }
    excluded.accept(relative + "/*");
  }

  private void follow(Level level, Path link, String relative) throws IOException {
    if (tree.top().isEmpty() && level.path().equals(Exclusions.PG_TBLSPC)) {
      excluded.accept(relative);
      return;
    }
    Path target = link.toRealPath();
    if (levels.stream().anyMatch(l -> l.directory.equals(target))) {
      throw new FileSystemLoopException(link.toString());
    }
    add(target, relative, attributes(target));
  }

  private static BasicFileAttributes attributes(Path path, LinkOption... options)
      throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, options);
  }

  private void add(Path path, String relative, BasicFileAttributes attributes) throws IOException {
    FileTime modified = attributes.lastModifiedTime();
    if (attributes.isRegularFile()) {
      ready.add(new Entry.RegularFile(path, tree.top() + relative, modified, attributes.size()));
    } else if (!attributes.isDirectory() || tree.ownElsewhere().contains(path)) {
      excluded.accept(tree.top() + relative);
    } else {
      levels.push(new Level(path, relative));
      ready.add(new Entry.Directory(tree.top() + relative + "/", modified));
    }
  }

  @Override
  public void close() throws IOException {
    while (!levels.isEmpty()) {
      levels.pop().close();
    }
  }

  /** An open directory. */
  private final class Level implements Closeable {
    private final Path directory;
    private final String path;
    private final boolean relations;
    private final Set<String> unlogged;
    private final DirectoryStream<Path> stream;
    private final Iterator<Path> names;

    @SuppressWarnings("StreamResourceLeak") // closed with the level
    Level(Path directory, String path) throws IOException {
      this.directory = directory;
      this.path = path;
      this.relations = Exclusions.isRelationDirectory(tree.top() + path);
      this.unlogged = relations ? unlogged(directory) : Set.of();
      this.stream = Files.newDirectoryStream(directory);
      this.names = stream.iterator();
    }

    private static Set<String> unlogged(Path directory) throws IOException {
      Set<String> relations = new HashSet<>();
      try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory, "*_init*")) {
        for (Path path : paths) {
          relations.add(Exclusions.unloggedRelation(path.getFileName().toString()));
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
      return relations;
    }

    String path() {
      return path;
    }

    String child(String name) {
      return path.isEmpty() ? name : path + "/" + name;
    }

    boolean isRelations() {
      return relations;
    }

    boolean isUnlogged(String name) {
      return Exclusions.isUnlogged(name, unlogged);
    }

    boolean hasNext() throws IOException {
      try {
        return names.hasNext();
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }

    Path next() throws IOException {
      try {
        return names.next();
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
