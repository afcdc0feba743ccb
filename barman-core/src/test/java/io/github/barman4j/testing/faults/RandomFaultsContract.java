/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.faults.JobUnderFaults.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main job under random schedules: each ends in success or typed errors, and the archive holds
 * what it promises. A back end extends it.
 *
 * <p>{@code -Dbarman4j.faults.seed=N} sets the first seed and {@code -Dbarman4j.faults.runs=1} how
 * many follow, to repeat a failure.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RandomFaultsContract {

  private static final Logger LOG = LoggerFactory.getLogger(RandomFaultsContract.class);
  private static final int ENOUGH = 100;

  /** Always the same, so that a build says the same of the same code. */
  private static final long FIRST_SEED = 1000;

  private final long first = Long.getLong("barman4j.faults.seed", FIRST_SEED);
  private final int runs;
  private final List<Integer> faults = new ArrayList<>();
  private final List<Integer> failures = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private FaultCluster cluster;
  private StoreUnderFaults store;

  /**
   * Prepares runs.
   *
   * @param runs how many, unless the property says otherwise
   */
  protected RandomFaultsContract(int runs) {
    this.runs = Integer.getInteger("barman4j.faults.runs", runs);
  }

  /** Starts a store and a proxy before it, once for all runs. */
  protected abstract StoreUnderFaults startStore();

  @BeforeAll
  void start() {
    LOG.info("Fault schedules of {} seeds from {} on", runs, first);
    cluster = new FaultCluster();
    store = startStore();
  }

  @AfterAll
  void stop() {
    threads.shutdownNow();
    store.close();
    cluster.close();
  }

  LongStream seeds() {
    return LongStream.range(first, first + runs);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theJobEndsInSuccessOrATypedErrorAndTheArchiveKeepsItsPromises(long seed) {
    FaultSchedule schedule = FaultSchedule.random(seed);
    Ending ending = seed % 2 == 0 ? Ending.RESTORE : Ending.DELETE;
    long begin = System.nanoTime();
    JobReport report =
        new JobUnderFaults(store, cluster, threads, schedule, "seed-" + seed).run(ending);
    long millis = (System.nanoTime() - begin) / 1_000_000;
    LOG.info("{} ms, {}", millis, report.summary());
    faults.add(report.faults());
    failures.add(report.failures());
  }

  /** Schedules that never happen, or that nobody survives, would prove nothing. */
  @AfterAll
  void mostSchedulesHappenedAndManyWereSurvived() {
    long harmed = faults.stream().filter(count -> count > 0).count();
    long survived = failures.stream().filter(count -> count == 0).count();
    LOG.info("{} runs, {} with faults, {} without failures", faults.size(), harmed, survived);
    if (faults.size() >= ENOUGH) {
      assertThat(harmed).isGreaterThan(faults.size() * 3 / 4);
      assertThat(survived).isBetween(faults.size() / 4L, faults.size() - 10L);
    }
  }
}
