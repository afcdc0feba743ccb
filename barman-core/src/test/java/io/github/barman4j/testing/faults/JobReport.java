/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

import io.github.barman4j.BarmanException;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What became of a job's steps, and what it was told; broken promises are assertion errors. */
public final class JobReport {

  /** Mistakes of a program, never the fault of a store; not even as a cause. */
  private static final Set<Class<?>> MISTAKES =
      Set.of(
          NullPointerException.class,
          IllegalStateException.class,
          IllegalArgumentException.class,
          ClassCastException.class,
          IndexOutOfBoundsException.class);

  private final FaultSchedule schedule;
  private final List<String> steps = new ArrayList<>();
  private final Set<String> archived = new TreeSet<>();
  private List<String> happened = List.of();
  private int requests;
  private boolean inDoubt;
  private boolean backedUp;
  private int failures;

  JobReport(FaultSchedule schedule) {
    this.schedule = schedule;
  }

  /** Returns how many steps ended in an error. */
  public int failures() {
    return failures;
  }

  /** Returns how many faults happened. */
  public int faults() {
    return happened.size();
  }

  /** Returns the names of the WAL files that the job was told to be archived. */
  Set<String> archived() {
    return archived;
  }

  /** Tells whether the job was told that its backup is done. */
  boolean isBackedUp() {
    return backedUp;
  }

  /** Tells whether the job was told that nobody knows. */
  boolean isInDoubt() {
    return inDoubt;
  }

  void backedUp() {
    backedUp = true;
  }

  void toldArchived(String name) {
    archived.add(name);
  }

  void happened(FaultProxy proxy) {
    happened = proxy.happened();
    requests = proxy.requests();
  }

  /** Runs a step, which may end in a typed error. */
  <T> Optional<T> step(String name, Supplier<T> step) {
    try {
      T result = step.get();
      steps.add(name + ": ok");
      return Optional.of(result);
    } catch (BarmanException e) {
      requireNoMistake(e);
      failures++;
      inDoubt |= chain(e).anyMatch(WriteOutcomeUnknownException.class::isInstance);
      steps.add(name + ": " + oneLine(e));
      return Optional.empty();
    } catch (RuntimeException e) {
      throw broken(name + " ended in an error that is not typed", e);
    }
  }

  void note(Object what) {
    failures++;
    steps.add("  of which failed: " + what);
  }

  void expect(boolean holds, String promise, Object actual) {
    if (!holds) {
      throw broken(promise + ", but: " + actual, null);
    }
  }

  AssertionError broken(String what, @Nullable Throwable cause) {
    return new AssertionError(what + "\n" + this, cause);
  }

  /** Returns one line: the schedule, how many faults happened, and what failed. */
  public String summary() {
    String failed = String.join("; ", steps.stream().filter(s -> !s.endsWith(": ok")).toList());
    return schedule
        + ", "
        + faults()
        + " faults in "
        + requests
        + " requests, "
        + (failures == 0 ? "success" : failed);
  }

  /** Shows schedule, steps and faults, a line each. */
  @Override
  public String toString() {
    return schedule
        + "\n  "
        + String.join("\n  ", steps)
        + "\n  "
        + requests
        + " requests, faults: "
        + String.join("\n    ", happened);
  }

  private void requireNoMistake(BarmanException e) {
    chain(e)
        .filter(cause -> MISTAKES.stream().anyMatch(mistake -> mistake.isInstance(cause)))
        .findFirst()
        .ifPresent(
            mistake -> {
              throw broken("A mistake of the program behind a typed error", e);
            });
  }

  private static Stream<Throwable> chain(Throwable e) {
    return Stream.<Throwable>iterate(e, cause -> cause != null, Throwable::getCause);
  }

  private static String oneLine(BarmanException e) {
    Throwable cause = e.getCause();
    String because = cause == null ? "" : " <- " + cause.getClass().getSimpleName();
    String text = e.getClass().getSimpleName() + because + ": " + e.getMessage();
    return text.replaceAll("\\s+", " ");
  }
}
