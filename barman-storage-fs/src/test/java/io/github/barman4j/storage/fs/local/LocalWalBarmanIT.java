/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.testing.process.ChildProcess;
import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.ExternalCommand;
import io.github.barman4j.testing.process.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The WAL of one server directory, in turns with real Barman. */
class LocalWalBarmanIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration A_WHILE = Duration.ofMillis(1500);
  private static final String BOTH = "io.github.barman4j.storage.fs.local.BarmanServerCli#both";

  /** Barman since 3.14 writes a fifth column also where nothing is encrypted. */
  private static final UnaryOperator<String> WITHOUT_FIFTH =
      line -> CatalogueLine.parse(line).modern();

  @TempDir Path directory;
  private WalServer server;

  private Path home() {
    return directory.resolve("home");
  }

  private BarmanServerCli serve(BarmanServerCli program, Layout layout, Compression compression)
      throws IOException {
    server = WalServer.compressing(home(), layout, compression);
    return Peers.require(program).on(home(), "main");
  }

  private BarmanServerCli serve(BarmanServerCli program) throws IOException {
    return serve(program, Layout.UNIVERSAL, Compression.NONE);
  }

  private void drop(int from, int to) {
    IntStream.range(from, to).forEach(number -> server.drop(WalServer.segment(number)));
  }

  private static List<String> names(int from, int to) {
    return IntStream.range(from, to).mapToObj(n -> WalServer.segment(n).toString()).toList();
  }

  private static void archive(BarmanServerCli barman) {
    barman.run("archive-wal", "main").orThrow();
  }

  private void assertBarmanGets(BarmanServerCli barman, int number) throws IOException {
    WalSegmentName name = WalServer.segment(number);
    Path target = Files.createDirectories(home().resolve("got"));
    barman.run("get-wal", "-o", target.toString(), "main", name.toString()).orThrow();
    assertThat(target.resolve(name.toString())).hasBinaryContent(WalServer.SEGMENTS.bytes(name));
  }

  private void assertWeGet(int number) {
    WalSegmentName name = WalServer.segment(number);
    Path target = directory.resolve("got");
    assertThat(server.wal.fetch(name, target)).contains(server.directory.wal(name));
    assertThat(target).hasBinaryContent(WalServer.SEGMENTS.bytes(name));
  }

  static Stream<Arguments> programsAndLayouts() {
    return Stream.of(
        Arguments.of(BarmanServerCli.debian12(), Layout.LEGACY),
        Arguments.of(BarmanServerCli.debian12(), Layout.UNIVERSAL),
        Arguments.of(BarmanServerCli.debian13(), Layout.UNIVERSAL),
        Arguments.of(BarmanServerCli.newest(), Layout.UNIVERSAL),
        Arguments.of(BarmanServerCli.newest(), Layout.MODERN));
  }

  @ParameterizedTest
  @MethodSource("programsAndLayouts")
  void takesTurns(BarmanServerCli program, Layout layout) throws IOException {
    BarmanServerCli barman = serve(program, layout, Compression.NONE);
    drop(0, 3);
    server.archive();
    drop(3, 5);
    archive(barman);
    drop(5, 8);
    server.archive();
    Files.writeString(
        server.directory.incoming().resolve("00000002.history"), "1\t0/500000\tno reason\n");
    drop(8, 10);
    archive(barman);

    List<String> all = Stream.concat(names(0, 10).stream(), Stream.of("00000002.history")).toList();
    assertThat(server.listed()).containsExactlyInAnyOrderElementsOf(all);
    assertThat(WalServer.names(server.directory.errors())).isEmpty();
    assertThat(barman.run("list-backups", "main").orThrow().stderr()).doesNotContain("rebuild");
    for (int number : List.of(0, 4, 9)) {
      assertBarmanGets(barman, number);
      assertWeGet(number);
    }
  }

  @ParameterizedTest
  @MethodSource("programsAndLayouts")
  void bothRebuildTheSameCatalogue(BarmanServerCli program, Layout layout) throws IOException {
    BarmanServerCli barman = serve(program, layout, Compression.NONE);
    drop(0, 3);
    Files.writeString(
        server.directory.incoming().resolve(WalServer.segment(2) + ".00000028.backup"), "label");
    server.archive();
    server = WalServer.compressing(home(), layout, Compression.GZIP);
    drop(3, 5);
    server.archive();
    archive(barman);
    Files.writeString(
        server.directory.incoming().resolve("00000002.history"), "1\t0/500000\tno reason\n");
    server.drop(WalServer.segment(2, 5));
    archive(barman);
    List<CatalogueLine> archived = server.wal.catalogue().read(new CancellationToken());

    server.wal.rebuildCatalogue(new CancellationToken());
    Path catalogue = catalogueOf(program);
    List<String> ours = Files.readAllLines(catalogue);
    barman.run("rebuild-xlogdb", "main").orThrow();

    assertThat(Files.readAllLines(catalogue).stream().map(WITHOUT_FIFTH))
        .containsExactlyElementsOf(ours);
    assertThat(server.wal.catalogue().read(new CancellationToken())).isEqualTo(archived);
  }

  private Path catalogueOf(BarmanServerCli program) {
    return program.toString().contains("debian12")
        ? server.directory.legacyCatalogue()
        : server.directory.modernCatalogue();
  }

  static Stream<Arguments> programsAndCompressions() {
    return BarmanServerCli.both()
        .flatMap(
            barman ->
                Stream.of(
                    Arguments.of(barman, "gzip", Codec.GZIP),
                    Arguments.of(barman, "pygzip", Codec.GZIP),
                    Arguments.of(barman, "bzip2", Codec.BZIP2),
                    Arguments.of(barman, "pybzip2", Codec.BZIP2)));
  }

  @ParameterizedTest
  @MethodSource("programsAndCompressions")
  void readsWhatTheOtherCompressed(BarmanServerCli program, String setting, Codec codec)
      throws IOException {
    BarmanServerCli barman =
        serve(program, Layout.UNIVERSAL, Compression.of(codec)).with("compression", setting);
    drop(0, 2);
    server.archive();
    drop(2, 4);
    archive(barman);

    for (int number = 0; number < 4; number++) {
      assertThat(Codec.sniff(Files.readAllBytes(server.directory.wal(WalServer.segment(number)))))
          .isEqualTo(codec);
      assertBarmanGets(barman, number);
      assertWeGet(number);
    }
    drop(0, 4);
    archive(barman);
    drop(0, 4);
    assertThat(server.archive().duplicates()).hasSize(4);
    assertThat(server.listed()).isEqualTo(names(0, 4));
  }

  static Stream<Codec> modernCodecs() {
    return Stream.of(Codec.XZ, Codec.ZSTD, Codec.LZ4);
  }

  @ParameterizedTest
  @MethodSource("modernCodecs")
  void newBarmanReadsNewCompression(Codec codec) throws IOException {
    BarmanServerCli barman =
        serve(BarmanServerCli.newest(), Layout.MODERN, Compression.of(codec))
            .with("compression", codec.toString());
    drop(0, 1);
    server.archive();
    drop(1, 2);
    archive(barman);

    for (int number = 0; number < 2; number++) {
      assertBarmanGets(barman, number);
      assertWeGet(number);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void bothMoveConflictsAsideAndDropTwins(BarmanServerCli program) throws IOException {
    BarmanServerCli barman = serve(program);
    drop(0, 1);
    server.archive();
    drop(1, 2);
    archive(barman);
    other(0);
    drop(1, 2);
    archive(barman);
    drop(0, 1);
    other(1);
    server.archive();

    assertThat(WalServer.names(server.directory.errors()))
        .hasSize(2)
        .allMatch(name -> name.matches("[0-9A-F]{24}\\.[0-9]{8}T[0-9]{6}Z\\.duplicate"));
    assertThat(server.listed()).isEqualTo(names(0, 2));
    assertBarmanGets(barman, 0);
    assertBarmanGets(barman, 1);
    assertThat(server.directory.incoming()).isEmptyDirectory();
  }

  private void other(int number) throws IOException {
    WalSegmentName name = WalServer.segment(number);
    Files.write(
        server.directory.incoming().resolve(name.toString()),
        WalServer.SEGMENTS.withFilling(9).bytes(name));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void barmanArchivesWhatWeReceived(BarmanServerCli program) throws IOException {
    BarmanServerCli barman = serve(program);
    Path pgWal = Files.createDirectories(directory.resolve("pg_wal"));
    server.wal.receive(WalServer.SEGMENTS.write(pgWal, WalServer.segment(0)));

    archive(barman);

    assertThat(server.directory.incoming()).isEmptyDirectory();
    assertThat(server.listed()).isEqualTo(names(0, 1));
    assertWeGet(0);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void isBusyWhileBarmanArchives(BarmanServerCli program) throws IOException {
    BarmanServerCli barman = serve(program);
    Path mark = home().resolve("mark");
    drop(0, 1);
    String hook = "sh -c 'touch " + mark + "; sleep 3'";
    try (ChildProcess archiving =
        barman.with("pre_archive_script", hook).start(directory.resolve("log"), archiveWal())) {
      await().atMost(PATIENCE).until(() -> Files.exists(mark) || !archiving.isAlive());
      assertThat(mark).as(archiving::log).exists();

      assertThat(server.archive().busy()).isTrue();
      archiving.awaitExit(PATIENCE);
    }
    assertThat(server.archive().busy()).isFalse();
    assertThat(server.listed()).isEqualTo(names(0, 1));
  }

  private static String[] archiveWal() {
    return new String[] {"archive-wal", "main"};
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void barmanDoesNothingWhileWeArchive(BarmanServerCli program) throws IOException {
    BarmanServerCli barman = serve(program);
    drop(0, 1);
    try (HeldLock lock = server.context.locks().tryArchiveWal().orElseThrow()) {
      assertThat(lock).isNotNull();
      CommandResult result = barman.run(archiveWal());
      assertThat(result.stdout() + result.stderr()).contains("already running");
      assertThat(server.directory.incoming()).isNotEmptyDirectory();
    }
    archive(barman);
    assertThat(server.directory.incoming()).isEmptyDirectory();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void barmanWaitsForTheCatalogue(BarmanServerCli program) throws Exception {
    BarmanServerCli barman = serve(program);
    drop(0, 1);
    CancellationToken never = new CancellationToken();
    ChildProcess archiving;
    try (HeldLock lock = server.context.locks().catalogue(never)) {
      assertThat(lock).isNotNull();
      archiving = barman.start(directory.resolve("log"), archiveWal());
      Thread.sleep(2 * A_WHILE.toMillis());
      assertThat(archiving.isAlive()).as(archiving::log).isTrue();
    }
    archiving.awaitExit(PATIENCE);
    assertThat(server.listed()).isEqualTo(names(0, 1));
  }

  @org.junit.jupiter.api.Test
  void waitsForTheCatalogueThatAnotherHolds() throws Exception {
    server = WalServer.of(home(), Layout.UNIVERSAL);
    drop(0, 1);
    server.listed();
    Path lock = home().resolve(".main-xlogdb.lock");
    List<String> holder = List.of("flock", "-x", lock.toString(), "-c", "echo held; sleep 3");
    try (ChildProcess held = ChildProcess.start(holder, Map.of(), directory.resolve("log"))) {
      await().atMost(PATIENCE).until(() -> held.log().contains("held"));
      CompletableFuture<ArchivingResult> archiving = CompletableFuture.supplyAsync(server::archive);
      Thread.sleep(A_WHILE.toMillis());
      assertThat(archiving).isNotDone();
      assertThat(held.isAlive()).isTrue();
      assertThat(archiving.join().archived()).hasSize(1);
    }
    assertThat(ExternalCommand.of(List.of("flock", "-n", lock.toString(), "true")).succeeds())
        .isTrue();
  }
}
