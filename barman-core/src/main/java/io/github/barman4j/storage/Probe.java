/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Tries what a store can do, check after check, in a prefix that it cleans up. For one thread. */
final class Probe {

  private static final String CLEAN_UP = "clean up";

  private final ObjectStore store;
  private final ProbeScratch scratch;
  private final List<ProbeCheck> checks = new ArrayList<>();

  Probe(ObjectStore store) {
    this.store = store;
    this.scratch = new ProbeScratch(store);
  }

  ProbeReport run() throws InterruptedIOException {
    List<ObjectKey> leftovers;
    boolean interrupted;
    try {
      checkAll();
    } finally {
      interrupted = Thread.interrupted();
      leftovers = clean();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (interrupted) {
      throw new InterruptedIOException(
          "The probe of " + store.location() + " was interrupted; left behind: " + leftovers);
    }
    return new ProbeReport(store.location(), store.capabilities(), checks, leftovers);
  }

  private void checkAll() {
    for (ProbeStep step : ProbeSteps.all()) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      checks.add(check(step));
    }
  }

  private ProbeCheck check(ProbeStep step) {
    String unmet = step.needs().stream().filter(this::isUnmet).collect(Collectors.joining("', '"));
    if (!step.capability().test(store.capabilities())) {
      return row(step, ProbeOutcome.MISSING, Duration.ZERO, step.instead());
    }
    return unmet.isEmpty()
        ? attempt(step)
        : row(step, ProbeOutcome.SKIPPED, Duration.ZERO, "needs '" + unmet + "'");
  }

  private boolean isUnmet(String name) {
    return checks.stream()
        .noneMatch(check -> check.name().equals(name) && check.outcome() == ProbeOutcome.OK);
  }

  private ProbeCheck attempt(ProbeStep step) {
    long begin = System.nanoTime();
    try {
      String detail = step.body().run(scratch);
      return row(step, ProbeOutcome.OK, since(begin), detail);
    } catch (IOException | RuntimeException e) {
      String hint = ProbeHints.of(step, e);
      return new ProbeCheck(
          step.name(),
          step.needed(),
          ProbeOutcome.FAILED,
          since(begin),
          ProbeHints.detail(e),
          hint);
    }
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static ProbeCheck row(
      ProbeStep step, ProbeOutcome outcome, Duration took, String detail) {
    String hint = outcome == ProbeOutcome.MISSING ? step.missingHint() : "";
    return new ProbeCheck(step.name(), step.needed(), outcome, took, detail, hint);
  }

  private List<ObjectKey> clean() {
    long begin = System.nanoTime();
    List<ObjectKey> left = scratch.clean();
    checks.add(
        new ProbeCheck(
            CLEAN_UP,
            true,
            left.isEmpty() ? ProbeOutcome.OK : ProbeOutcome.FAILED,
            since(begin),
            left.isEmpty() ? "nothing is left" : left.size() + " objects are, or may be, left",
            left.isEmpty() ? "" : ProbeHints.CLEAN_UP));
    return left;
  }
}
