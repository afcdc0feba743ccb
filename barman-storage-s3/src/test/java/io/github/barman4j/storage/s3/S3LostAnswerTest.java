/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.testing.storage.LostAnswerContract;
import java.io.IOException;

/** The contract of lost answers, kept by this back end. */
final class S3LostAnswerTest extends LostAnswerContract {

  @Override
  protected Script start() throws IOException {
    return new Scripted(new ScriptedS3());
  }

  private record Scripted(ScriptedS3 server, ObjectStore store) implements Script {

    Scripted(ScriptedS3 server) {
      this(server, S3ObjectStore.create(server.options().build()));
    }

    private void plan(ScriptedS3.Fault... faults) {
      server.then("PUT", faults).then("COMPLETE", faults);
    }

    @Override
    public void deny() {
      plan(ScriptedS3.Fault.DENIED);
    }

    @Override
    public void loseAnswerThenDeny() {
      plan(ScriptedS3.Fault.LOSE_ANSWER, ScriptedS3.Fault.DENIED);
    }

    @Override
    public void loseAnswerThenVanish() {
      plan(ScriptedS3.Fault.DIE);
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
