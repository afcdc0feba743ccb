/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Checks of conditional writes, which keep WAL from being replaced by other WAL. */
final class ProbeConditions {

  private static final int WRITERS = 4;
  private static final int MAX = 64;
  private static final String DANGER =
      "DANGEROUS, a WAL file could be replaced by another: the store says that it honours"
          + " conditional creates, but ";

  private ProbeConditions() {}

  static String create(ProbeScratch scratch) throws IOException {
    scratch.put("created", bytes("first"), PutOptions.ifAbsent());
    try {
      scratch.put("created", bytes("second"), PutOptions.ifAbsent());
    } catch (ObjectAlreadyExistsException refused) {
      String content = new String(scratch.read("created", MAX), UTF_8);
      ProbeFailure.unless(
          content.equals("first"), DANGER + "replaced the object while it refused to");
      return "the second is refused";
    }
    throw new ProbeFailure(DANGER + "took the second one");
  }

  static String race(ProbeScratch scratch) throws IOException {
    CountDownLatch start = new CountDownLatch(1);
    List<FutureTask<Boolean>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      byte[] content = bytes("writer " + i);
      writers.add(new FutureTask<>(() -> wins(scratch, content, start)));
    }
    List<Thread> threads = writers.stream().map(ProbeConditions::start).toList();
    start.countDown();
    awaitAll(threads);
    int winners = 0;
    for (FutureTask<Boolean> writer : writers) {
      winners += won(writer) ? 1 : 0;
    }
    ProbeFailure.unless(
        winners == 1, DANGER + winners + " of " + WRITERS + " at the same time succeeded");
    return "one of " + WRITERS + " wins";
  }

  private static Thread start(Runnable writer) {
    Thread thread = new Thread(writer, "barman4j-probe");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static boolean wins(ProbeScratch scratch, byte[] content, CountDownLatch start)
      throws IOException, InterruptedException {
    start.await();
    try {
      scratch.put("raced", content, PutOptions.ifAbsent());
      return true;
    } catch (ObjectAlreadyExistsException lost) {
      return false;
    }
  }

  /** No writer may outlive the probe, which cleans up behind it. */
  private static void awaitAll(List<Thread> threads) throws InterruptedIOException {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
          threads.forEach(Thread::interrupt);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while others created an object");
    }
  }

  private static boolean won(FutureTask<Boolean> writer) throws IOException {
    try {
      return writer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted after others created an object");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new ProbeFailure("A create failed: " + e.getCause());
    }
  }

  static String update(ProbeScratch scratch) throws IOException {
    String stale = scratch.put("updated", bytes("first")).etag();
    String current = update(scratch, "second", stale).etag();
    try {
      update(scratch, "third", stale);
    } catch (PreconditionFailedException refused) {
      update(scratch, "fourth", current);
      return "a stale one is refused";
    }
    throw new ProbeFailure(
        "The store says that it honours conditional updates, but took a stale one");
  }

  private static ObjectMetadata update(ProbeScratch scratch, String text, String etag)
      throws IOException {
    PutOptions options = PutOptions.overwrite().withCondition(WriteCondition.ifMatch(etag));
    return scratch.put("updated", bytes(text), options);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
