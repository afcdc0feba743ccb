/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.faults.FaultCluster;
import io.github.barman4j.testing.faults.FaultSchedule;
import io.github.barman4j.testing.faults.JobReport;
import io.github.barman4j.testing.faults.JobUnderFaults;
import io.github.barman4j.testing.faults.JobUnderFaults.Ending;
import io.github.barman4j.testing.faults.PlannedFault;
import io.github.barman4j.testing.faults.ProxyFault;
import io.github.barman4j.testing.faults.RequestMatch;
import io.github.barman4j.testing.servers.S3Server;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The main job through each fault alone: what passes is survived, what lasts is reported. */
class SingleFaultsIT {

  private static final Logger LOG = LoggerFactory.getLogger(SingleFaultsIT.class);
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static final RequestMatch PUT = RequestMatch.of("PUT", "[^?]*");
  private static final RequestMatch BEGIN = RequestMatch.of("POST", ".*\\?uploads");
  private static final RequestMatch PART = RequestMatch.of("PUT", ".*partNumber=.*");
  private static final RequestMatch COMPLETE = RequestMatch.of("POST", ".*uploadId=.*");
  private static final RequestMatch HEAD = RequestMatch.method("HEAD");
  private static final RequestMatch INFO = RequestMatch.of("PUT", ".*/backup.info");
  private static final RequestMatch WAL = RequestMatch.of("PUT", ".*/wals/.*");
  private static final RequestMatch DELETE = RequestMatch.of("POST", ".*\\?delete");
  private static final List<RequestMatch> WRITES =
      List.of(PUT, INFO, WAL, BEGIN, PART, COMPLETE, DELETE);
  private static final List<RequestMatch> ALL =
      List.of(
          PUT,
          INFO,
          WAL,
          BEGIN,
          PART,
          COMPLETE,
          DELETE,
          RequestMatch.LIST,
          RequestMatch.READ,
          HEAD);

  private static FaultCluster cluster;
  private static S3UnderFaults store;

  @BeforeAll
  static void start() {
    cluster = new FaultCluster();
    store = new S3UnderFaults(S3Server.s3proxy(), Duration.ofSeconds(4));
  }

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
    store.close();
    cluster.close();
  }

  /** Faults that the SDK's three attempts outlast. */
  static Stream<PlannedFault> passing() {
    Stream<PlannedFault> everywhere =
        ALL.stream()
            .flatMap(
                match ->
                    Stream.of(
                            new ProxyFault.CutBeforeRequest(),
                            new ProxyFault.LoseAnswer(),
                            new ProxyFault.Refuse(503),
                            new ProxyFault.RefuseAfterwards(500))
                        .map(fault -> PlannedFault.once(fault, match)));
    Stream<PlannedFault> inRequests =
        Stream.of(PUT, PART, COMPLETE, WAL)
            .map(match -> PlannedFault.once(new ProxyFault.CutRequestBody(100), match));
    Stream<PlannedFault> hanging =
        ALL.stream().map(match -> PlannedFault.once(new ProxyFault.Hang(), match));
    Stream<PlannedFault> slow =
        Stream.of(
            PlannedFault.always(new ProxyFault.Delay(Duration.ofMillis(20)), RequestMatch.ANY),
            PlannedFault.always(new ProxyFault.Throttle(8 << 20), RequestMatch.ANY));
    Stream<PlannedFault> twice =
        Stream.of(PUT, PART, COMPLETE, DELETE, RequestMatch.READ, HEAD, RequestMatch.LIST)
            .map(match -> PlannedFault.always(new ProxyFault.DeliverTwice(), match));
    Stream<PlannedFault> errorInSuccess =
        Stream.of(COMPLETE, DELETE)
            .map(match -> PlannedFault.once(new ProxyFault.ErrorInSuccess(), match));
    return Stream.of(everywhere, inRequests, hanging, slow, twice, errorInSuccess)
        .flatMap(faults -> faults);
  }

  /** Faults that last, or that nobody can mend. */
  static Stream<PlannedFault> lasting() {
    Stream<PlannedFault> storms =
        ALL.stream().map(match -> PlannedFault.always(new ProxyFault.Refuse(503), match));
    Stream<PlannedFault> outages =
        Stream.of(3, 8, 14, 20, 26, 32, 40, 50, 60)
            .map(
                first ->
                    PlannedFault.always(new ProxyFault.CutBeforeRequest(), RequestMatch.ANY)
                        .fromRequest(first));
    Stream<PlannedFault> lost =
        WRITES.stream().map(match -> PlannedFault.always(new ProxyFault.LoseAnswer(), match));
    Stream<PlannedFault> answers =
        Stream.of(RequestMatch.LIST, RequestMatch.READ, COMPLETE, DELETE)
            .flatMap(
                match ->
                    Stream.of(new ProxyFault.CutAnswerBody(100), new ProxyFault.TruncateAnswer(100))
                        .flatMap(
                            fault ->
                                Stream.of(
                                    PlannedFault.once(fault, match),
                                    PlannedFault.always(fault, match))));
    Stream<PlannedFault> others =
        Stream.of(
            PlannedFault.always(new ProxyFault.ErrorInSuccess(), COMPLETE),
            PlannedFault.always(new ProxyFault.ErrorInSuccess(), DELETE),
            PlannedFault.always(new ProxyFault.StaleList(), RequestMatch.LIST),
            PlannedFault.always(new ProxyFault.CutRequestBody(100_000), PART),
            PlannedFault.always(new ProxyFault.CutRequestBody(100), INFO));
    return Stream.of(storms, outages, lost, answers, others).flatMap(faults -> faults);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passing")
  void aFaultThatPassesIsSurvived(PlannedFault fault) {
    JobReport report = run(fault);
    assertThat(report.faults()).as("faults in %s", report).isPositive();
    assertThat(report.failures()).as("failures in %s", report).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lasting")
  void aFaultThatLastsIsReportedAndTheArchiveKeepsItsPromises(PlannedFault fault) {
    JobReport report = run(fault);
    assertThat(report.faults()).as("faults in %s", report).isPositive();
  }

  private static JobReport run(PlannedFault fault) {
    String name = "single-" + NUMBER.incrementAndGet();
    JobReport report =
        new JobUnderFaults(store, cluster, THREADS, FaultSchedule.of(fault), name)
            .run(Ending.DELETE);
    LOG.info("{}", report.summary());
    return report;
  }
}
