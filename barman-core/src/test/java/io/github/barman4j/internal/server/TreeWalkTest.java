/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeWalkTest {

  @TempDir Path work;
  private final List<String> unexpected = new ArrayList<>();
  private Path root;

  @BeforeEach
  void createRoot() throws IOException {
    root = Files.createDirectory(work.toRealPath().resolve("data"));
  }

  @Test
  void givesADirectoryBeforeWhatIsInIt() throws IOException {
    file("base/5/1259");
    file("PG_VERSION");
    assertThat(walk()).startsWith("./").containsSubsequence("base/", "base/5/", "base/5/1259");
    assertThat(walk()).contains("PG_VERSION").hasSize(5);
  }

  @Test
  void emptiesWhatIsNotCopiedEvenIfItIsALink() throws IOException {
    Path elsewhere = Files.createDirectory(work.resolve("wal"));
    Files.writeString(elsewhere.resolve("000000010000000000000001"), "wal");
    Files.createSymbolicLink(root.resolve("pg_wal"), elsewhere);
    Files.createSymbolicLink(root.resolve("log"), elsewhere);
    file("pg_replslot/slot/state");
    assertThat(walk())
        .containsExactlyInAnyOrder(
            "./", "pg_wal/", "pg_wal/archive_status/", "log/", "pg_replslot/");
  }

  @Test
  void resolvesLinksToFilesAndDirectories() throws IOException {
    Path elsewhere = Files.createDirectory(work.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("a.conf"), "a");
    Files.createSymbolicLink(root.resolve("conf.d"), elsewhere);
    Files.createSymbolicLink(root.resolve("b.conf"), elsewhere.resolve("a.conf"));
    Files.createSymbolicLink(root.resolve("broken"), work.resolve("absent"));
    assertThat(walk()).containsExactlyInAnyOrder("./", "conf.d/", "conf.d/a.conf", "b.conf");
  }

  @Test
  void leavesOutLinksBackIntoWhatIsCopiedAnyway() throws IOException {
    file("base/5/1");
    Files.createSymbolicLink(root.resolve("self"), root);
    Files.createSymbolicLink(root.resolve("up"), root.getParent());
    Files.createSymbolicLink(root.resolve("inside"), root.resolve("base"));
    assertThat(walk()).containsExactlyInAnyOrder("./", "base/", "base/5/", "base/5/1");
    assertThat(unexpected).hasSize(3).anyMatch(name -> name.startsWith("self (link to"));
  }

  @Test
  void leavesOutALinkThatLeadsAroundOutside() throws IOException {
    Path elsewhere = Files.createDirectories(work.resolve("outside/conf"));
    Files.createSymbolicLink(root.resolve("conf.d"), elsewhere);
    Files.createSymbolicLink(elsewhere.resolve("around"), elsewhere.getParent());
    assertThat(walk()).containsExactlyInAnyOrder("./", "conf.d/");
    assertThat(unexpected).singleElement().asString().startsWith("conf.d/around (link to");
  }

  @Test
  void leavesOutTheArchiveAndWhatLeadsToItOrAroundIt() throws IOException {
    Path around = Files.createDirectory(work.toRealPath().resolve("around"));
    Path store = Files.createDirectories(around.resolve("store"));
    Files.writeString(store.resolve("data.tar"), "backup");
    Files.createSymbolicLink(root.resolve("backups"), store);
    Files.createSymbolicLink(root.resolve("last.tar"), store.resolve("data.tar"));
    Files.createSymbolicLink(root.resolve("disk"), around);
    assertThat(walk(Set.of(store))).containsExactlyInAnyOrder("./", "disk/");
    assertThat(unexpected).hasSize(2);
  }

  @Test
  void leavesOutAndNamesAFileWhoseNameIsNotUtf8() throws IOException {
    file("PG_VERSION");
    Files.writeString(Path.of(URI.create(root.toUri() + "sauvegarde_%E9.txt")), "x");
    assertThat(walk()).containsExactlyInAnyOrder("./", "PG_VERSION");
    assertThat(unexpected).containsExactly("sauvegarde_\\xE9.txt (name is not UTF-8)");
  }

  @Test
  void leavesOutLostAndFoundWhereverAFileSystemBegins() throws IOException {
    file("lost+found/1");
    file("base/lost+found/1");
    assertThat(walk()).containsExactlyInAnyOrder("./", "base/");
  }

  @Test
  void leavesOutTablespacesWhereverTheyLie() throws IOException {
    file("inside/PG_15_1/5/1");
    file("pg_tblspc/x");
    Files.createSymbolicLink(root.resolve("pg_tblspc/16384"), root.resolve("inside"));
    assertThat(walk(Set.of(root.resolve("inside"))))
        .containsExactlyInAnyOrder("./", "pg_tblspc/", "pg_tblspc/x");
  }

  @Test
  void keepsOnlyTheInitForkOfUnloggedTables() throws IOException {
    for (String name : List.of("1", "1_init", "1_fsm", "1.1", "2", "t1_9", "2_vm")) {
      file("base/5/" + name);
    }
    assertThat(walk())
        .containsExactlyInAnyOrder(
            "./", "base/", "base/5/", "base/5/1_init", "base/5/2", "base/5/2_vm");
  }

  @Test
  void skipsWhatVanishesMeanwhile() throws IOException {
    for (int i = 0; i < 100; i++) {
      file("base/" + i + "/1");
    }
    List<String> found = new ArrayList<>();
    try (TreeWalk walk = new TreeWalk(tree(Set.of()), name -> {})) {
      found.add(walk.next().member());
      found.add(walk.next().member());
      for (int i = 0; i < 100; i++) {
        Files.delete(root.resolve("base/" + i + "/1"));
        Files.delete(root.resolve("base/" + i));
      }
      for (Entry entry = walk.next(); entry != null; entry = walk.next()) {
        found.add(entry.member());
      }
    }
    assertThat(found).containsExactly("./", "base/");
  }

  @Test
  void failsWithoutARoot() throws IOException {
    Files.delete(root);
    assertThatThrownBy(this::walk).isInstanceOf(NoSuchFileException.class);
  }

  private void file(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
  }

  private List<String> walk() throws IOException {
    return walk(Set.of());
  }

  private List<String> walk(Set<Path> tablespaces) throws IOException {
    List<String> members = new ArrayList<>();
    try (TreeWalk walk = new TreeWalk(tree(tablespaces), this::leftOut)) {
      for (Entry entry = walk.next(); entry != null; entry = walk.next()) {
        members.add(entry.member());
      }
    }
    return members;
  }

  private void leftOut(String name) {
    if (TreeWalk.isUnexpected(name)) {
      unexpected.add(name);
    }
  }

  private Tree tree(Set<Path> tablespaces) {
    return new Tree("data", root, "", "", tablespaces, Set.of());
  }
}
