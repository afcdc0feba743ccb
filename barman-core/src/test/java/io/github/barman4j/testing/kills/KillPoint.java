/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.kills;

import java.util.Random;

/**
 * When a process dies.
 *
 * @param moment what it dies of
 * @param at the number of the store's call, from 1, or milliseconds since the job began
 */
record KillPoint(Moment moment, long at) {

  /** What a process dies of. */
  enum Moment {
    /** Nothing: it ends by itself. */
    NEVER,
    /** It halts before a call of the store. */
    BEFORE_CALL,
    /** It halts in the middle of an object's body that it sends or receives. */
    WITHIN_CALL,
    /** It halts when the store has done the call, before anybody knows. */
    AFTER_CALL,
    /** It gets SIGKILL. */
    SIGNAL
  }

  static final KillPoint NONE = new KillPoint(Moment.NEVER, 0);

  /** Returns a point within a job of that many calls and milliseconds. */
  static KillPoint random(Random random, long calls, long millis) {
    Moment[] moments = Moment.values();
    Moment moment = moments[1 + random.nextInt(moments.length - 1)];
    long most = moment == Moment.SIGNAL ? millis : calls;
    return new KillPoint(moment, 1 + (long) (random.nextDouble() * most));
  }

  static KillPoint parse(String text) {
    String[] parts = text.split(":", 2);
    return new KillPoint(Moment.valueOf(parts[0]), Long.parseLong(parts[1]));
  }

  boolean isSignal() {
    return moment == Moment.SIGNAL;
  }

  @Override
  public String toString() {
    return moment + ":" + at;
  }
}
