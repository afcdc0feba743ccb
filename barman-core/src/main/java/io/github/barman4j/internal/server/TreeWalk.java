/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.server;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks a tree of a running server from the top, a directory before what is in it, with one open
 * directory per level in memory. What vanishes meanwhile is skipped, except the root. Symbolic
 * links are resolved, so the copy has none; one that leads back to what is copied anyway is left
 * out. For one thread at a time.
 */
public final class TreeWalk implements Closeable {

  /** Behind the name of a link that leads nowhere, when it is told as left out. */
  public static final String DANGLING = " (dangling link)";

  private static final String LEADS_BACK = " (link to what is copied anyway, or to the archive)";
  private static final String NOT_UTF_8 = " (name is not UTF-8)";
  private static final List<String> UNEXPECTED = List.of(DANGLING, LEADS_BACK, NOT_UTF_8);

  private final Tree tree;
  private final Class<? extends BasicFileAttributes> view;
  private final Consumer<String> excluded;
  private final Deque<Level> levels = new ArrayDeque<>();
  private final Deque<Entry> ready = new ArrayDeque<>();

  /**
   * Opens the root.
   *
   * @param excluded hears of what is left out
   * @throws IOException if the root cannot be read, or is not there
   */
  public TreeWalk(Tree tree, Consumer<String> excluded) throws IOException {
    this.tree = tree;
    this.excluded = excluded;
    boolean posix = tree.root().getFileSystem().supportedFileAttributeViews().contains("posix");
    this.view = posix ? PosixFileAttributes.class : BasicFileAttributes.class;
    BasicFileAttributes root = attributes(tree.root());
    ready.add(directory(tree.top().isEmpty() ? "." : tree.top().replaceAll("/$", ""), root));
    levels.push(new Level(tree.root(), ""));
  }

  /**
   * Tells whether what was left out is nothing that PostgreSQL makes anew, so somebody should hear
   * of it.
   */
  public static boolean isUnexpected(String leftOut) {
    return UNEXPECTED.stream().anyMatch(leftOut::endsWith);
  }

  /** Returns the next entry, null at the end. */
  public @Nullable Entry next() throws IOException {
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
    try {
      visit(level, path, FileNames.of(path));
    } catch (CharacterCodingException notPostgres) {
      excluded.accept(tree.top() + level.child(FileNames.escaped(path)) + NOT_UTF_8);
    }
  }

  private void visit(Level level, Path path, String name) throws IOException {
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

  private boolean isExcluded(Level level, String name) {
    return Exclusions.isExcluded(level.path(), name)
        || (level.isRelations() && (Exclusions.isTemporary(name) || level.isUnlogged(name)))
        || tree.replaced().contains(tree.top() + level.child(name));
  }

  private void enter(Level level, Path path, String name) throws IOException {
    String relative = level.child(name);
    BasicFileAttributes found = attributes(path, LinkOption.NOFOLLOW_LINKS);
    if (tree.top().isEmpty() && Exclusions.isKeptEmpty(relative)) {
      keepEmpty(relative, found);
    } else if (found.isSymbolicLink()) {
      follow(level, path, relative);
    } else {
      add(path, relative, found);
    }
  }

  private void keepEmpty(String relative, BasicFileAttributes found) {
    ready.add(directory(relative, found));
    if (relative.equals(Exclusions.PG_WAL)) {
      ready.add(directory(Exclusions.ARCHIVE_STATUS, found));
    }
    excluded.accept(relative + "/*");
  }

  private void follow(Level level, Path link, String relative) throws IOException {
    if (tree.top().isEmpty() && level.path().equals(Exclusions.PG_TBLSPC)) {
      excluded.accept(relative);
      return;
    }
    Path target = target(link);
    if (target == null) {
      excluded.accept(tree.top() + relative + DANGLING);
      return;
    }
    BasicFileAttributes found = attributes(target);
    if (leadsBack(target, found)) {
      excluded.accept(tree.top() + relative + LEADS_BACK);
      return;
    }
    add(target, relative, found);
  }

  /** What is there already would be copied twice, without end where the link leads upwards. */
  private boolean leadsBack(Path target, BasicFileAttributes found) {
    boolean again = target.startsWith(tree.root()) || isBeingWalked(target);
    return (found.isDirectory() && again)
        || tree.ownElsewhere().stream().anyMatch(target::startsWith);
  }

  private boolean isBeingWalked(Path target) {
    return levels.stream().anyMatch(level -> level.directory.startsWith(target));
  }

  /** Returns where a link leads, null if nowhere; fails if the link has vanished. */
  private @Nullable Path target(Path link) throws IOException {
    try {
      return link.toRealPath();
    } catch (NoSuchFileException e) {
      attributes(link, LinkOption.NOFOLLOW_LINKS);
      return null;
    }
  }

  private BasicFileAttributes attributes(Path path, LinkOption... options) throws IOException {
    return Files.readAttributes(path, view, options);
  }

  private static Entry.Directory directory(String name, BasicFileAttributes attributes) {
    return new Entry.Directory(name + "/", attributes.lastModifiedTime(), permissions(attributes));
  }

  private static Set<PosixFilePermission> permissions(BasicFileAttributes attributes) {
    return attributes instanceof PosixFileAttributes posix ? posix.permissions() : Set.of();
  }

  private void add(Path path, String relative, BasicFileAttributes attributes) throws IOException {
    if (attributes.isRegularFile()) {
      ready.add(file(path, tree.top() + relative, attributes));
    } else if (!attributes.isDirectory() || tree.ownElsewhere().contains(path)) {
      excluded.accept(tree.top() + relative);
    } else {
      levels.push(new Level(path, relative));
      ready.add(directory(tree.top() + relative, attributes));
    }
  }

  private static Entry.RegularFile file(Path path, String member, BasicFileAttributes found) {
    return new Entry.RegularFile(
        path, member, found.lastModifiedTime(), found.size(), permissions(found));
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
