/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import io.github.barman4j.testing.faults.FaultCluster;
import io.github.barman4j.testing.faults.FaultSchedule;
import io.github.barman4j.testing.faults.JobReport;
import io.github.barman4j.testing.faults.JobUnderFaults;
import io.github.barman4j.testing.faults.JobUnderFaults.Ending;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main job under random schedules in the fake: each ends in success or typed errors, and the
 * archive holds what it promises.
 *
 * <p>{@code -Dbarman4j.faults.seed=N} sets the first seed and {@code -Dbarman4j.faults.runs=1} how
 * many follow, to repeat a failure.
 */
class GcsRandomFaultsIT {

  private static final Logger LOG = LoggerFactory.getLogger(GcsRandomFaultsIT.class);
  private static final long FIRST =
      Long.getLong("barman4j.faults.seed", System.currentTimeMillis() / 1000 * 1000);
  private static final int RUNS = Integer.getInteger("barman4j.faults.runs", 20);
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();

  private static FaultCluster cluster;
  private static GcsUnderFaults store;

  @BeforeAll
  static void start() {
    LOG.info("Fault schedules of {} seeds from {} on", RUNS, FIRST);
    cluster = new FaultCluster();
    store = new GcsUnderFaults();
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
    JobReport report =
        new JobUnderFaults(store, cluster, THREADS, schedule, "seed-" + seed).run(ending);
    LOG.info("{}: {}", report.failures() == 0 ? "success" : "failed", report);
  }
}
