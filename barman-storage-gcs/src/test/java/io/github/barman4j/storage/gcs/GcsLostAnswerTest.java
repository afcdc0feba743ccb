/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.testing.servers.GcsFault;
import io.github.barman4j.testing.servers.GcsServer;
import io.github.barman4j.testing.storage.LostAnswerContract;
import java.io.IOException;

/** The contract of lost answers, kept by this back end. */
final class GcsLostAnswerTest extends LostAnswerContract {

  @Override
  protected Script start() throws IOException {
    return new Scripted(GcsServer.start());
  }

  private record Scripted(GcsServer server, ObjectStore store) implements Script {

    Scripted(GcsServer server) {
      this(server, open(server));
    }

    private static ObjectStore open(GcsServer server) {
      return GcsObjectStore.create(
          GcsOptions.forEmulator(new GcsLocation(server.createBucket(), "p"), server.endpoint())
              .partSize(5 << 20)
              .property("max-attempts", "3")
              .build());
    }

    private void plan(GcsFault... faults) {
      server.then("INSERT", faults).then("FINISH", faults);
    }

    @Override
    public void deny() {
      plan(GcsFault.DENIED);
    }

    @Override
    public void loseAnswerThenDeny() {
      plan(GcsFault.LOSE_ANSWER, GcsFault.DENIED);
      server.then("STATUS", GcsFault.DENIED);
    }

    @Override
    public void loseAnswerThenVanish() {
      plan(GcsFault.DIE);
    }

    @Override
    public void vanish() {
      server.close();
    }

    @Override
    public void close() {
      store.close();
      server.close();
    }
  }
}
