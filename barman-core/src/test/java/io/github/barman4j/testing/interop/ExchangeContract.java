/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.compression.BarmanVersion;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.process.Peers;
import io.github.barman4j.testing.servers.BarmanCli;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a release of Barman and this library do with each other's archives, for every codec that the
 * release knows: each side restores, recovers, keeps and deletes what the other side wrote.
 *
 * <p>Each codec has a server name of its own in one archive; all have one cluster, to save time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ExchangeContract {

  private final BarmanCli cli;
  private final BarmanVersion version;
  private final int postgres;

  @SuppressWarnings("NullAway.Init")
  private SharedArchive archive;

  @SuppressWarnings("NullAway.Init")
  private SourceCluster cluster;

  @SuppressWarnings("NullAway.Init")
  private Path work;

  /**
   * Makes the exchange with a release.
   *
   * @param postgres major version of the cluster
   */
  protected ExchangeContract(BarmanCli cli, BarmanVersion version, int postgres) {
    this.cli = cli;
    this.version = version;
    this.postgres = postgres;
  }

  /** Returns the codecs to try. */
  protected abstract List<CodecPair> codecs();

  /**
   * Returns why this Barman cannot delete in this store; what it takes deleting for is skipped
   * then, with this reason, after the rest has been tried.
   */
  protected Optional<String> reasonNotToDelete() {
    return Optional.empty();
  }

  /** Makes the archive that both sides use, empty. */
  protected abstract SharedArchive open() throws Exception;

  @BeforeAll
  final void start() throws Exception {
    Peers.require(cli);
    assertThat(cli.version()).isEqualTo(version.toString());
    archive = open();
    cluster = new SourceCluster(postgres);
  }

  @AfterAll
  final void stop() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
    if (archive != null) {
      archive.close();
    }
  }

  @BeforeEach
  final void begin() throws IOException {
    work = FileTrees.createTemporary("interop");
    cluster.beginRound();
  }

  @AfterEach
  final void clear() throws IOException {
    FileTrees.delete(work);
    archive.clear();
  }

  /** Checks that every codec that the release reads is among those to try. */
  protected final void assertEveryCodecIsTried() {
    assertThat(Codec.values())
        .allMatch(c -> version.readsBase(c) == codecs().stream().anyMatch(pair -> pair.base() == c))
        .allMatch(c -> version.readsWal(c) == codecs().stream().anyMatch(pair -> pair.wal() == c));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  final void barmanRestoresKeepsAndDeletesOurs(CodecPair codecs) throws IOException {
    Round round = round("ours-" + codecs);
    SnappyProbe.requireWorking(codecs, archive.barmans(cli, "probe"), work);
    BarmanReadsOurs barman =
        new BarmanReadsOurs(round, codecs.base(), round.backUpByUs(codecs.base()));
    List<Path> wal = round.archiveByUs(codecs.wal());
    barman.assertListsAndShows();
    barman.assertRecovers(wal, work);
    skipIfBarmanCannotDelete();
    round.assertKeepsAreShared(barman.backup().id());
    barman.assertDeletes(archive);
  }

  @ParameterizedTest
  @MethodSource("codecs")
  final void weRestoreKeepAndDeleteBarmans(CodecPair codecs) throws IOException {
    Round round = round("theirs-" + codecs);
    SnappyProbe.requireWorking(codecs, archive.barmans(cli, "probe"), work);
    round.backUpByBarman(codecs.base());
    List<Path> wal = round.archiveByBarman(codecs.wal());
    WeReadBarmans we = new WeReadBarmans(round, codecs);
    BackupInfo backup = we.assertWeFind();
    we.assertWeFetch(wal, work);
    we.assertWeRecover(work);
    skipIfBarmanCannotDelete();
    round.assertKeepsAreShared(backup.id());
    we.assertWeDelete(backup.id(), archive);
  }

  /** barman#11, wal-g#641: deletes what the policy says, all of it, and nothing else. */
  @Test
  final void policiesOfEitherSideDeleteBackupsOfTheOther() throws IOException {
    skipIfBarmanCannotDelete();
    Round round = round("mixed");
    round.backUpByBarman(Codec.NONE);
    round.archiveByBarman(Codec.GZIP);
    cluster.beginRound();
    round.backUpByUs(Codec.GZIP);
    round.archiveByUs(Codec.GZIP);
    cluster.beginRound();
    round.backUpByBarman(Codec.GZIP);
    round.archiveByBarman(Codec.GZIP);
    new PoliciesOfBoth(round, archive).assertDeletedOneByOne();
    new WeReadBarmans(round, CodecPair.both(Codec.GZIP)).assertWeRecover(work);
  }

  private void skipIfBarmanCannotDelete() {
    reasonNotToDelete().ifPresent(Assumptions::abort);
  }

  private Round round(String serverName) {
    RealBarman barman = archive.barmans(cli, serverName);
    return new Round(archive.ours(serverName), barman, version, cluster);
  }
}
