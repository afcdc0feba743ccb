/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.RestoreListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that restores over a directory until a moment, says so, and waits to be killed. */
final class KilledDeltaRestore {

  private KilledDeltaRestore() {}

  /** Takes Barman's home, the target, the moment, and the file that says it is reached. */
  public static void main(String[] arguments) {
    LocalRestore restore =
        new LocalRestore(
            LocalContext.of(
                LocalServerOptions.builder(Path.of(arguments[0]), BackedUpCluster.SERVER).build()));
    Moment moment = new Moment(arguments[2], Path.of(arguments[3]));
    restore.executeDelta(
        restore.plan(RecoveryTarget.latest()),
        BackedUpCluster.into(Path.of(arguments[1])).listener(moment).build());
  }

  /** Stops at a phase, or where half of the bytes are looked at. */
  private record Moment(String name, Path reached) implements RestoreListener {

    @Override
    public void phase(String phase) {
      if (phase.startsWith(name)) {
        stop();
      }
    }

    @Override
    public void progress(long bytesDone, long bytesTotal) {
      if (name.equals("progress") && bytesDone > bytesTotal / 2) {
        stop();
      }
    }

    private void stop() {
      try {
        Files.writeString(reached, name);
        new CountDownLatch(1).await();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
