/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

import java.util.List;

/**
 * Faults to come, as a value: printable, and the same again for the same seed.
 *
 * <p>Faults are counted in requests, so threads that send at the same time can get each other's;
 * what happens to a job with more than one thread is only nearly the same again.
 *
 * @param name what it is called in reports
 * @param faults when more than one is due for a request, the first of them happens
 */
public record FaultSchedule(String name, List<PlannedFault> faults) {

  /** Nothing goes wrong. */
  public static final FaultSchedule NONE = new FaultSchedule("no faults", List.of());

  /** Copies the list. */
  public FaultSchedule {
    faults = List.copyOf(faults);
  }

  /** Returns a schedule of these faults. */
  public static FaultSchedule of(PlannedFault... faults) {
    return new FaultSchedule("faults", List.of(faults));
  }

  /** Returns the schedule of a seed: one to five faults, single ones, a few in a row and storms. */
  public static FaultSchedule random(long seed) {
    return new FaultSchedule("seed " + seed, new RandomFaults(seed).faults());
  }

  /** Shows the name and every fault, in one line. */
  @Override
  public String toString() {
    return name + ": " + faults;
  }
}
