/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.testing.storage.LostAnswerContract;
import java.io.IOException;

/** The contract of lost answers, kept by this back end. */
final class AzureLostAnswerTest extends LostAnswerContract {

  @Override
  protected Script start() throws IOException {
    return new Scripted(new ScriptedAzure());
  }

  private record Scripted(ScriptedAzure server, ObjectStore store) implements Script {

    Scripted(ScriptedAzure server) {
      this(server, AzureObjectStore.create(server.options().build()));
    }

    private void plan(ScriptedAzure.Fault... faults) {
      server.then("PUT", faults).then("COMMIT", faults);
    }

    @Override
    public void deny() {
      plan(ScriptedAzure.Fault.DENIED);
    }

    @Override
    public void loseAnswerThenDeny() {
      plan(ScriptedAzure.Fault.LOSE_ANSWER, ScriptedAzure.Fault.DENIED);
    }

    @Override
    public void loseAnswerThenVanish() {
      plan(ScriptedAzure.Fault.DIE);
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
