/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.cli.DiffCase.Version;
import io.github.barman4j.testing.postgres.PostgresServer;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.process.Peers;
import io.github.barman4j.testing.servers.BarmanCli;
import io.github.barman4j.testing.servers.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The same command lines on copies of the same archive, for real Barman and for ours. */
class DifferentialIT {

  private static final AtomicInteger COMPARED = new AtomicInteger();
  private static final AtomicInteger SAME = new AtomicInteger();
  private static final ExecutorService WORKERS = Executors.newFixedThreadPool(2);

  private static Path inputs;
  private static S3Server server;
  private static SdkKeys keys;
  private static PostgresServer postgres;
  private static RealBackup real;
  private static Map<Version, CaseSide> barmans;
  private static CaseSide ours;

  @BeforeAll
  static void start() throws IOException {
    inputs = FileTrees.createTemporary("inputs");
    InputFiles.write(inputs);
    server = S3Server.s3proxy();
    keys = SdkKeys.of(server);
    postgres = PostgresServer.start(15);
    postgres.createTablespace("fast", inputs.resolve("fast"));
    real = RealBackup.make(Peers.require(BarmanCli.debian12()), server, postgres);
    barmans = new EnumMap<>(Version.class);
    barmans.put(Version.NEWEST, barman(BarmanCli.newest()));
    barmans.put(Version.DEBIAN_12, barman(BarmanCli.debian12()));
    Map<String, String> connection = postgres.libpqEnvironment();
    ours = CaseSide.of(OurPrograms.plain().with(server).withEnvironment(connection));
  }

  private static CaseSide barman(BarmanCli barman) {
    Map<String, String> noRetries = Map.of("AWS_MAX_ATTEMPTS", "1");
    return CaseSide.of(
        Peers.require(barman).with(server).with(postgres).withEnvironment(noRetries));
  }

  @AfterAll
  static void stop() {
    System.out.printf(
        "Compared with Barman: %d times, %d the same, %d with a documented difference%n",
        COMPARED.get(), SAME.get(), COMPARED.get() - SAME.get());
    WORKERS.shutdownNow();
    keys.close();
    postgres.close();
    server.close();
    FileTrees.delete(inputs);
  }

  /** All are begun at once, two at a time, and each test waits for its own. */
  @TestFactory
  Stream<DynamicTest> doesWhatBarmanDoesOrDiffersAsDocumented() {
    List<DiffCase> cases = DiffCases.wanted();
    List<Future<Void>> futures = cases.stream().map(DifferentialIT::submit).toList();
    return IntStream.range(0, cases.size())
        .mapToObj(i -> DynamicTest.dynamicTest(cases.get(i).name(), () -> await(futures.get(i))));
  }

  private static Future<Void> submit(DiffCase what) {
    return WORKERS.submit(
        () -> {
          compare(what);
          return null;
        });
  }

  private static void await(Future<Void> future) throws Throwable {
    try {
      future.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  private static void compare(DiffCase what) throws IOException {
    CaseRun run = new CaseRun(server, inputs, real, what);
    Outcome our = run.of(ours);
    for (Map.Entry<Version, Set<Difference>> expected : what.expected().entrySet()) {
      Outcome their = run.of(barmans.get(expected.getKey()));
      check(expected, our, their);
    }
    assertThat(our.exit()).as("exit code of ours, %s", our.stderr()).isEqualTo(what.exit());
  }

  private static void check(
      Map.Entry<Version, Set<Difference>> expected, Outcome our, Outcome their) {
    Set<Aspect> found = our.differences(their);
    String text =
        "%s%nours   %s%nBarman %s".formatted(expected, our.beside(their), their.beside(our));
    assertThat(found.isEmpty()).as(text).isEqualTo(expected.getValue().isEmpty());
    Set<Aspect> allowed = Difference.aspects(expected.getValue());
    assertThat(allowed).as(text).containsAll(found);
    COMPARED.incrementAndGet();
    SAME.addAndGet(found.isEmpty() ? 1 : 0);
  }
}
