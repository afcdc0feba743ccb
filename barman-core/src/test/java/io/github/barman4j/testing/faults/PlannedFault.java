/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

/**
 * A fault and when it happens.
 *
 * @param fault what happens
 * @param match to which requests
 * @param first the first of them it happens to, from 1
 * @param times to how many of them in a row it happens
 */
public record PlannedFault(ProxyFault fault, RequestMatch match, int first, int times) {

  /** Checks the numbers. */
  public PlannedFault {
    if (first < 1 || times < 1) {
      throw new IllegalArgumentException(
          "A fault begins with request 1 or later and happens at least once, got first="
              + first
              + " times="
              + times);
    }
  }

  /** Returns a fault that happens to the first matching request, once. */
  public static PlannedFault once(ProxyFault fault, RequestMatch match) {
    return new PlannedFault(fault, match, 1, 1);
  }

  /** Returns a fault that happens to every matching request. */
  public static PlannedFault always(ProxyFault fault, RequestMatch match) {
    return new PlannedFault(fault, match, 1, Integer.MAX_VALUE);
  }

  /** Returns this fault from the given matching request on, the first being 1. */
  public PlannedFault fromRequest(int newFirst) {
    return new PlannedFault(fault, match, newFirst, times);
  }

  /** Returns this fault for so many matching requests in a row. */
  public PlannedFault times(int newTimes) {
    return new PlannedFault(fault, match, first, newTimes);
  }

  boolean isDue(int number) {
    return number >= first && (long) number < (long) first + times;
  }

  /** Shows what, to what and when. */
  @Override
  public String toString() {
    String often = times == Integer.MAX_VALUE ? "always" : times + "x";
    return fault + " at " + match + " #" + first + " " + often;
  }
}
