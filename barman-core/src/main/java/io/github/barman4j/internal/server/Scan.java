/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.server;

import io.github.barman4j.internal.work.Guard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a tree held when it was counted.
 *
 * @param tree that was walked
 * @param directories all of them, each before those in it
 * @param files how many files
 * @param bytes what they held
 */
public record Scan(Tree tree, List<Entry.Directory> directories, long files, long bytes) {

  /** Copies the list. */
  public Scan {
    directories = List.copyOf(directories);
  }

  /** Counts a tree. */
  public static Scan of(Tree tree, ExcludedNames excluded, Guard guard) throws IOException {
    List<Entry.Directory> directories = new ArrayList<>();
    long files = 0;
    long bytes = 0;
    try (TreeWalk walk = new TreeWalk(tree, excluded)) {
      for (Entry entry = walk.next(); entry != null; entry = walk.next()) {
        guard.check();
        if (entry instanceof Entry.Directory directory) {
          directories.add(directory);
        } else if (entry instanceof Entry.RegularFile file) {
          files++;
          bytes += file.size();
        }
      }
    }
    return new Scan(tree, directories, files, bytes);
  }

  /** Returns the members that are directories, each with its slash. */
  public Set<String> directoryNames() {
    Set<String> names = new HashSet<>();
    directories.forEach(directory -> names.add(directory.member()));
    return names;
  }
}
