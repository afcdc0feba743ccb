/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.faults.FaultCluster;
import io.github.barman4j.testing.faults.FaultSchedule;
import io.github.barman4j.testing.faults.JobReport;
import io.github.barman4j.testing.faults.JobUnderFaults;
import io.github.barman4j.testing.faults.JobUnderFaults.Ending;
import io.github.barman4j.testing.servers.S3Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main job under random schedules: each ends in success or typed errors, and the archive holds
 * what it promises.
 *
 * <p>{@code -Dbarman4j.faults.seed=N} sets the first seed and {@code -Dbarman4j.faults.runs=1} how
 * many follow, to repeat a failure.
 */
class RandomFaultsIT {

  private static final Logger LOG = LoggerFactory.getLogger(RandomFaultsIT.class);
  private static final long FIRST =
      Long.getLong("barman4j.faults.seed", System.currentTimeMillis() / 1000 * 1000);
  private static final int RUNS = Integer.getInteger("barman4j.faults.runs", 200);
  private static final int ENOUGH = 100;
  private static final List<Integer> FAULTS = new ArrayList<>();
  private static final List<Integer> FAILURES = new ArrayList<>();
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();

  private static FaultCluster cluster;
  private static S3UnderFaults store;

  @BeforeAll
  static void start() {
    LOG.info("Fault schedules of {} seeds from {} on", RUNS, FIRST);
    cluster = new FaultCluster();
    store = new S3UnderFaults(S3Server.s3proxy(), Duration.ofSeconds(2));
  }

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
    store.close();
    cluster.close();
  }

  static LongStream seeds() {
    return LongStream.range(FIRST, FIRST + RUNS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theJobEndsInSuccessOrATypedErrorAndTheArchiveKeepsItsPromises(long seed) {
    FaultSchedule schedule = FaultSchedule.random(seed);
    Ending ending = seed % 2 == 0 ? Ending.RESTORE : Ending.DELETE;
    long begin = System.nanoTime();
    JobReport report =
        new JobUnderFaults(store, cluster, THREADS, schedule, "seed-" + seed).run(ending);
    long millis = (System.nanoTime() - begin) / 1_000_000;
    LOG.info("{} ms, {}", millis, report.summary());
    FAULTS.add(report.faults());
    FAILURES.add(report.failures());
  }

  /** Schedules that never happen, or that nobody survives, would prove nothing. */
  @AfterAll
  static void mostSchedulesHappenedAndManyWereSurvived() {
    long harmed = FAULTS.stream().filter(count -> count > 0).count();
    long survived = FAILURES.stream().filter(count -> count == 0).count();
    LOG.info("{} runs, {} with faults, {} without failures", FAULTS.size(), harmed, survived);
    if (FAULTS.size() >= ENOUGH) {
      assertThat(harmed).isGreaterThan(FAULTS.size() * 3 / 4);
      assertThat(survived).isBetween(FAULTS.size() / 4L, FAULTS.size() - 10L);
    }
  }

  /** If the server could not tell, the promise about open uploads would be worth nothing. */
  @Test
  void theServerTellsOpenUploadsFromAbortedOnes() {
    String id = store.openUpload("probe/x");
    assertThat(store.openUploads("probe")).containsExactly("p/probe/x " + id);
    store.abortUpload("probe/x", id);
    assertThat(store.openUploads("probe")).isEmpty();
  }
}
