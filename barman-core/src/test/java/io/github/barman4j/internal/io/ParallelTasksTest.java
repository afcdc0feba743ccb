/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.OperationCancelledException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How tasks side by side end, each in its own way. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ParallelTasksTest {

  private static final int TASKS = 20;

  private final ExecutorService pool = Executors.newFixedThreadPool(4);
  private final CancellationToken token = new CancellationToken();
  private final AtomicInteger done = new AtomicInteger();
  private final CountDownLatch hanging = new CountDownLatch(1);
  private final List<Boolean> interrupted = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  private ParallelTasks counting() {
    return tasks(IntStream.range(0, TASKS).mapToObj(i -> done::incrementAndGet));
  }

  private ParallelTasks tasks(Stream<ParallelTasks.Task> tasks) {
    return new ParallelTasks(tasks.iterator(), token);
  }

  /** Waits until it is interrupted, and remembers that it was. */
  private void hang() throws IOException {
    hanging.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.add(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void failAsSoonAsOneHangs() throws IOException {
    awaitHanging();
    throw new IOException("the first failure");
  }

  private void awaitHanging() {
    try {
      hanging.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void runsAllTasks() throws IOException {
    counting().run(pool, 3);
    assertThat(done).hasValue(TASKS);
  }

  @Test
  void runsAllTasksInTheCallersThread() throws IOException {
    counting().run(Runnable::run, 3);
    assertThat(done).hasValue(TASKS);
  }

  @Test
  void noTasksAreDoneAtOnceEvenWithoutAnExecutor() throws IOException {
    Executor refusing =
        command -> {
          throw new RejectedExecutionException("full");
        };
    tasks(Stream.of()).run(refusing, 2);
    assertThat(done).hasValue(0);
  }

  @Test
  void aFailureInterruptsTheOthersAndIsThrown() {
    ParallelTasks tasks = tasks(Stream.of(this::hang, this::hang, this::failAsSoonAsOneHangs));
    assertThatThrownBy(() -> tasks.run(pool, 3))
        .isInstanceOf(IOException.class)
        .hasMessage("the first failure");
    assertThat(interrupted).isNotEmpty();
  }

  @Test
  void tasksBehindAFailureAreNotBegun() {
    Stream<ParallelTasks.Task> more = Stream.generate(() -> done::incrementAndGet);
    ParallelTasks tasks =
        tasks(
            Stream.concat(
                Stream.of(
                    () -> {
                      throw new IllegalStateException("bug");
                    }),
                more));
    assertThatThrownBy(() -> tasks.run(pool, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("bug");
    assertThat(done).hasValue(0);
  }

  @Test
  void threadsOfThePoolAreGivenBackWithoutInterrupt() throws Exception {
    ParallelTasks tasks =
        tasks(Stream.of(this::hang, this::hang, this::hang, this::failAsSoonAsOneHangs));
    assertThatThrownBy(() -> tasks.run(pool, 4)).isInstanceOf(IOException.class);
    CountDownLatch all = new CountDownLatch(4);
    List<Boolean> flags = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 4; i++) {
      pool.execute(
          () -> {
            flags.add(Thread.currentThread().isInterrupted());
            all.countDown();
            try {
              all.await();
            } catch (InterruptedException e) {
              flags.add(true);
            }
          });
    }
    assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(flags).containsOnly(false);
  }

  @Test
  void theCallersInterruptIsCancellationAndStaysSet() throws Exception {
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                tasks(Stream.of(this::hang)).run(pool, 1);
                thrown.complete(new AssertionError("returned"));
              } catch (Exception e) {
                flag.complete(Thread.currentThread().isInterrupted());
                thrown.complete(e);
              }
            });
    caller.start();
    awaitHanging();
    caller.interrupt();
    assertThat(thrown.get(30, TimeUnit.SECONDS)).isInstanceOf(OperationCancelledException.class);
    assertThat(flag.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(token.isCancelled()).as("the caller's token is not ours to cancel").isFalse();
  }

  @Test
  void cancellingEndsTasksThatHang() {
    new Thread(
            () -> {
              awaitHanging();
              token.cancel();
            })
        .start();
    assertThatThrownBy(() -> tasks(Stream.of(this::hang)).run(pool, 1))
        .isInstanceOf(OperationCancelledException.class);
    assertThat(interrupted).isNotEmpty();
  }

  @Test
  void aFailureDoesNotCancelTheCallersToken() {
    ParallelTasks tasks = tasks(Stream.of(this::hang, this::failAsSoonAsOneHangs));
    assertThatThrownBy(() -> tasks.run(pool, 2)).isInstanceOf(IOException.class);
    assertThat(token.isCancelled()).isFalse();
  }

  @Test
  void anExecutorThatRefusesAllIsAFailure() {
    pool.shutdown();
    assertThatThrownBy(() -> counting().run(pool, 3))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(done).hasValue(0);
  }

  @Test
  void anExecutorThatRefusesSomeOnlyMakesItSlower() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    Executor narrow =
        command -> {
          if (asked.incrementAndGet() > 1) {
            throw new RejectedExecutionException("full");
          }
          pool.execute(command);
        };
    counting().run(narrow, 3);
    assertThat(done).hasValue(TASKS);
  }

  @Test
  void anExecutorThatForgetsAllButOneOnlyMakesItSlower() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    Executor forgetful =
        command -> {
          if (asked.incrementAndGet() == 1) {
            pool.execute(command);
          }
        };
    counting().run(forgetful, 3);
    assertThat(done).hasValue(TASKS);
  }

  /** A caller that occupies the only thread of its own executor. */
  @Test
  void anExecutorThatNeverBeginsIsLeftByCancelling() {
    new Thread(token::cancel).start();
    assertThatThrownBy(() -> counting().run(command -> {}, 3))
        .isInstanceOf(OperationCancelledException.class);
  }

  @Test
  void aWorkerThatIsBegunAfterTheRunDoesNothing() throws Exception {
    List<Runnable> late = new ArrayList<>();
    Executor executor =
        command -> {
          if (late.isEmpty()) {
            pool.execute(command);
          }
          late.add(command);
        };
    counting().run(executor, 2);
    late.get(1).run();
    assertThat(done).hasValue(TASKS);
  }

  /** Whoever finds the tasks may fail at it, and then say that there are none. */
  private final class BrokenOff implements Iterator<ParallelTasks.Task> {
    private final int good;
    private int found;
    private boolean broken;

    BrokenOff(int good) {
      this.good = good;
    }

    @Override
    public boolean hasNext() {
      if (found == good && !broken) {
        broken = true;
        throw new IllegalStateException("cannot look any further");
      }
      return found < good;
    }

    @Override
    public ParallelTasks.Task next() {
      found++;
      return done::incrementAndGet;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 20})
  void whatFailsWhileTasksAreFoundFailsTheRun(int good) {
    for (int run = 0; run < 50; run++) {
      ParallelTasks tasks = new ParallelTasks(new BrokenOff(good), token);
      assertThatThrownBy(() -> tasks.run(pool, 4)).hasMessage("cannot look any further");
    }
  }
}
