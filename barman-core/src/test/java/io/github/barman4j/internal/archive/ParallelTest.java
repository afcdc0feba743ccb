/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.OperationCancelledException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParallelTest {

  private static final List<Integer> ITEMS = IntStream.range(0, 1000).boxed().toList();
  private static final List<Integer> DOUBLED = ITEMS.stream().map(i -> i * 2).toList();

  private final ExecutorService pool = Executors.newFixedThreadPool(3);

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  @Test
  void resultsComeInTheOrderOfTheItems() {
    assertThat(Parallel.map(pool, 8, ITEMS, i -> i * 2)).isEqualTo(DOUBLED);
    assertThat(Parallel.map(Runnable::run, 8, ITEMS, i -> i * 2)).isEqualTo(DOUBLED);
    assertThat(Parallel.map(pool, 8, List.<Integer>of(), i -> i * 2)).isEmpty();
  }

  @Test
  void anExecutorThatRefusesOrForgetsOnlyMakesItSlower() {
    assertThat(Parallel.map(task -> {}, 8, ITEMS, i -> i * 2)).isEqualTo(DOUBLED);
    assertThat(
            Parallel.map(
                task -> {
                  throw new RejectedExecutionException();
                },
                8,
                ITEMS,
                i -> i * 2))
        .isEqualTo(DOUBLED);
  }

  @Test
  void itemsAreWorkedOnAtOnceButNoMoreThanAllowed() {
    CountDownLatch two = new CountDownLatch(2);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Parallel.map(
        pool,
        2,
        ITEMS,
        i -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          two.countDown();
          await(two);
          return now.decrementAndGet();
        });
    assertThat(most).hasValue(2);
  }

  @Test
  void aFailureEndsTheWorkAndIsThrown() {
    AtomicInteger calls = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Parallel.map(
                    pool,
                    4,
                    ITEMS,
                    i -> {
                      calls.incrementAndGet();
                      throw new IllegalStateException("item");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(calls).hasValueLessThanOrEqualTo(4);
  }

  @Test
  void interruptionOfTheCallerIsCancellation() {
    Thread.currentThread().interrupt();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                Parallel.map(
                    pool,
                    2,
                    List.of(1, 2),
                    i -> {
                      if (Thread.currentThread().getName().contains("pool")) {
                        begun.countDown();
                        await(never);
                      } else {
                        awaitUninterruptibly(begun);
                      }
                      return i;
                    }))
        .isInstanceOf(OperationCancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = Thread.interrupted();
    await(latch);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
