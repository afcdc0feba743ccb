/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.compression.Codec;
import io.github.barman4j.internal.archive.OpenPgp;
import io.github.barman4j.postgres.WalFileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The WAL archive: the files that are there, whatever the catalogue says, each with the suffix of
 * the compression that it begins as. An encrypted one has {@code .gpg}, which is no codec's, so
 * that it is seen and not taken for WAL.
 *
 * @param key of the directory of all WAL
 */
record WalView(ServerDirectory directory, String key) implements ViewDirectory {

  private static final Pattern HASH = Pattern.compile("[0-9A-Fa-f]{16}");
  private static final String ENCRYPTED = ".gpg";

  @Override
  public List<ViewNode> children(ViewWindow window) throws IOException {
    List<ViewNode> children = new ArrayList<>();
    for (Path path : paths(window)) {
      String name = path.getFileName().toString();
      if (HASH.matcher(name).matches() && Files.isDirectory(path)) {
        children.add(new Hash(path, key + name + "/"));
      } else if (isHistory(name) && window.admitsStem(key + name) && isFile(path)) {
        children.add(file(key, path));
      }
    }
    children.sort(ServerView.ORDER);
    return children;
  }

  private List<Path> paths(ViewWindow window) throws IOException {
    String only = window.onlyDirectory(key).orElse("");
    return HASH.matcher(only).matches()
        ? List.of(directory.wals().resolve(only))
        : list(directory.wals());
  }

  private static boolean isHistory(String name) {
    return WalFileName.find(name).filter(WalFileName.History.class::isInstance).isPresent();
  }

  @Override
  public boolean isEmpty() throws IOException {
    for (Path path : list(directory.wals())) {
      String name = path.getFileName().toString();
      boolean found =
          isHistory(name) || (HASH.matcher(name).matches() && !new Hash(path, "").isEmpty());
      if (found) {
        return false;
      }
    }
    return true;
  }

  private static List<Path> list(Path directory) throws IOException {
    try {
      return SortedDirectory.list(directory);
    } catch (NoSuchFileException absent) {
      return List.of();
    }
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static ViewObject file(String directory, Path path) throws IOException {
    return new ViewObject.OfFile(directory + path.getFileName() + suffix(path), path);
  }

  /** A segment, a history and a label begin as no codec does, so that no size need be looked at. */
  private static String suffix(Path path) throws IOException {
    byte[] beginning = FileSlice.beginning(path, OpenPgp.BEGINNING);
    return OpenPgp.isEncrypted(beginning) ? ENCRYPTED : Codec.sniff(beginning).suffix();
  }

  /** The segments that have these digits, and what else has their names. */
  private record Hash(Path path, String key) implements ViewDirectory {

    @Override
    public List<ViewNode> children(ViewWindow window) throws IOException {
      List<ViewNode> children = new ArrayList<>();
      for (Path file : list(path)) {
        String name = file.getFileName().toString();
        if (window.admitsStem(key + name) && belongs(name) && isFile(file)) {
          children.add(file(key, file));
        }
      }
      children.sort(ServerView.ORDER);
      return children;
    }

    private boolean belongs(String name) {
      String digits = path.getFileName().toString().toUpperCase(Locale.ROOT);
      return WalFileName.find(name).isPresent() && name.toUpperCase(Locale.ROOT).startsWith(digits);
    }

    @Override
    public boolean isEmpty() throws IOException {
      return list(path).stream().noneMatch(file -> belongs(file.getFileName().toString()));
    }
  }
}
