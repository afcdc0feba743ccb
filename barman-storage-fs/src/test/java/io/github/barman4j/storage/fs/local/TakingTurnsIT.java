/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.testing.process.Peers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real Barman and this library work on one directory in a random order. */
class TakingTurnsIT {

  private static final int STEPS = 8;
  private static final int MOST_BACKUPS = 4;
  private static final int MAJOR = 15;

  @TempDir Path directory;

  private final long seed = Long.getLong("barman4j.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<BackupId, Long> events = new LinkedHashMap<>();
  private final TreeSet<BackupId> kept = new TreeSet<>();
  private boolean keptByBarman;
  private final List<String> story = new ArrayList<>();

  @ParameterizedTest
  @MethodSource("io.github.barman4j.storage.fs.local.BarmanServerCli#ages")
  void everyBackupStaysRestorable(BarmanServerCli program) throws Exception {
    Peers.require(program);
    story.add(program + ", -Dbarman4j.seed=" + seed);
    try (LocalLab lab = new LocalLab(directory, MAJOR, program)) {
      lab.archiveAll();
      lab.barman().run("archive-wal", LocalLab.SERVER).orThrow();
      for (int step = 0; step < STEPS; step++) {
        step(lab);
        assertBackups(lab);
        assertRestorable(lab, any(lab.done()));
      }
      lab.done().forEach(id -> assertRestorable(lab, id));
    }
  }

  private void step(LocalLab lab) {
    boolean barmans = random.nextBoolean();
    int choice = random.nextInt(10);
    lab.work();
    if (events.size() < 2 || (choice < 5 && events.size() < MOST_BACKUPS)) {
      backUp(lab, barmans);
    } else if (choice < 7 && kept.isEmpty()) {
      keep(lab, barmans);
    } else if (choice < 8 && !kept.isEmpty()) {
      release(lab, keptByBarman);
    } else {
      delete(lab, barmans);
    }
  }

  private void backUp(LocalLab lab, boolean barmans) {
    BackupId id = barmans ? lab.backUpWithBarman() : lab.backUpOurselves();
    events.put(id, LocalLab.events(lab.postgres()));
    story.add(who(barmans) + " made " + id);
  }

  private void keep(LocalLab lab, boolean barmans) {
    BackupId id = any(lab.done());
    if (barmans) {
      lab.barman().run("keep", "--target", "full", LocalLab.SERVER, id.value()).orThrow();
    } else {
      lab.ours().catalog().keep(id, KeepTarget.FULL);
    }
    kept.add(id);
    keptByBarman = barmans;
    story.add(who(barmans) + " kept " + id);
  }

  private void release(LocalLab lab, boolean barmans) {
    BackupId id = kept.pollFirst();
    if (barmans) {
      lab.barman().run("keep", "--release", LocalLab.SERVER, String.valueOf(id)).orThrow();
    } else {
      lab.ours().catalog().release(java.util.Objects.requireNonNull(id));
    }
    story.add(who(barmans) + " released " + id);
  }

  private void delete(LocalLab lab, boolean barmans) {
    List<BackupId> ids = new ArrayList<>(lab.done());
    ids.removeAll(kept);
    BackupId id = any(ids);
    if (barmans) {
      lab.barman().run("delete", LocalLab.SERVER, id.value()).orThrow();
    } else {
      lab.ours().retention().delete(BackupSelector.id(id));
    }
    events.remove(id);
    story.add(who(barmans) + " deleted " + id);
  }

  private BackupId any(List<BackupId> ids) {
    return ids.get(random.nextInt(ids.size()));
  }

  private static String who(boolean barmans) {
    return barmans ? "Barman" : "we";
  }

  /** What one has not kept the other does not take for kept; Barman lists what is there. */
  private void assertBackups(LocalLab lab) {
    assertThat(lab.done())
        .as(story::toString)
        .containsExactlyElementsOf(new TreeSet<>(events.keySet()));
    for (BackupId id : lab.done()) {
      assertThat(lab.ours().catalog().keepTarget(id).isPresent())
          .as(story::toString)
          .isEqualTo(kept.contains(id));
    }
    String list = lab.barman().run("list-backups", LocalLab.SERVER).orThrow().stdout();
    events.keySet().forEach(id -> assertThat(list).as(story::toString).contains(id.value()));
  }

  /** One of both restores it. */
  private void assertRestorable(LocalLab lab, BackupId id) {
    boolean barmans = random.nextBoolean();
    Path restored =
        barmans
            ? lab.restoreWithBarman(id, "--target-immediate", "--target-action", "promote")
            : lab.restoreOurselves(id, RecoveryTarget.immediate());
    assertThat(lab.eventsOf(restored))
        .as("%s restored %s: %s", who(barmans), id, story)
        .isEqualTo(events.get(id));
  }
}
