/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.nio.file.Path;
import java.time.Duration;

/** Holds the lock of a backup until it is killed. */
final class LockHolder {

  private LockHolder() {}

  public static void main(String[] arguments) throws InterruptedException {
    try (HeldLock held = new ServerLocks(Path.of(arguments[0]), "main").backup()) {
      System.out.println(held == null ? "nothing" : "held");
      Thread.sleep(Duration.ofMinutes(5).toMillis());
    }
  }
}
