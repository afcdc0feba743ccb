/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.internal.server.Entry;
import io.github.barman4j.internal.server.ServerConnection;
import io.github.barman4j.internal.server.Tree;
import io.github.barman4j.internal.server.TreeWalk;
import io.github.barman4j.internal.work.Guard;
import io.github.barman4j.storage.fs.local.LocalBackupPlan.Amount;
import io.github.barman4j.storage.fs.local.ReuseDecision.Facts;
import io.github.barman4j.storage.fs.local.ReuseDecision.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what a backup would do with each file. For one thread, once. */
final class LocalPlanning {

  private static final int REMEMBERED = 1000;

  private final ServerConnection server;
  private final Guard guard;
  private final @Nullable ReferenceBackup reference;
  private final ReuseDecision decision;
  private final Map<Verdict, Amount> amounts = new EnumMap<>(Verdict.class);
  private final List<String> dangling = new ArrayList<>();
  private final List<String> excluded = new ArrayList<>();

  LocalPlanning(
      LocalContext context, LocalBackupOptions options, ServerConnection server, Guard guard)
      throws IOException {
    this.server = server;
    this.guard = guard;
    ReferenceBackup last = ReferenceBackup.last(context).orElse(null);
    this.reference = options.reuse() == ReuseBackup.OFF ? null : last;
    this.decision =
        new ReuseDecision(reference == null ? null : reference.horizon(), options.isStrict());
  }

  LocalBackupPlan plan() throws IOException {
    for (Tree tree : server.directory().trees()) {
      count(tree);
    }
    for (Path file : server.directory().externalFiles()) {
      add(Verdict.CHANGED, Files.size(file));
    }
    Amount changed = amount(Verdict.CHANGED);
    Amount compared = amount(Verdict.COMPARE);
    Amount unchanged = amount(Verdict.UNCHANGED);
    return new LocalBackupPlan(
        server.directory().control().systemIdentifier(),
        server.facts().version(),
        server.directory().pgData(),
        reference == null ? null : reference.id(),
        changed.plus(compared).plus(unchanged),
        unchanged,
        compared,
        changed,
        server.directory().externalFiles(),
        dangling,
        excluded);
  }

  private void count(Tree tree) throws IOException {
    ReferenceBackup before = reference;
    Path root = before == null ? null : before.root(tree).orElse(null);
    try (TreeWalk walk = new TreeWalk(tree, this::exclude)) {
      for (Entry entry = walk.next(); entry != null; entry = walk.next()) {
        guard.check();
        if (entry instanceof Entry.RegularFile file) {
          add(verdict(file, root), file.size());
        }
      }
    }
  }

  private void exclude(String name) {
    boolean link = name.endsWith(TreeWalk.DANGLING);
    List<String> names = link ? dangling : excluded;
    if (names.size() < REMEMBERED) {
      names.add(link ? name.substring(0, name.length() - TreeWalk.DANGLING.length()) : name);
    }
  }

  private Verdict verdict(Entry.RegularFile file, @Nullable Path root) throws IOException {
    if (root == null) {
      return Verdict.CHANGED;
    }
    try {
      Path path = MemberPaths.resolve(root, file.member());
      BasicFileAttributes found =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return decision.of(new Facts(file.size(), file.lastModified()), Facts.of(found));
    } catch (NoSuchFileException absent) {
      return Verdict.CHANGED;
    }
  }

  private void add(Verdict verdict, long size) {
    amounts.put(verdict, amount(verdict).plus(size));
  }

  private Amount amount(Verdict verdict) {
    return amounts.getOrDefault(verdict, Amount.NONE);
  }
}
