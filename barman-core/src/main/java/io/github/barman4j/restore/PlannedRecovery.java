/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.internal.work.SafeListener;
import java.io.IOException;
import java.util.concurrent.Executor;

/** Makes an extracted tree recover as planned when PostgreSQL is started in it. */
final class PlannedRecovery implements RestoreRun.Readiness {

  private final RestorePlan plan;
  private final RestoreOptions options;
  private final WalStaging staging;
  private final Executor executor;

  PlannedRecovery(RestorePlan plan, RestoreOptions options, WalStaging staging, Executor executor) {
    this.plan = plan;
    this.options = options;
    this.staging = staging;
    this.executor = executor;
  }

  @Override
  public long prepare(RestoredTree tree) throws IOException {
    long staged = stage(tree);
    tree.configure(settings());
    return staged;
  }

  @Override
  public RestoredArchiving archiving() {
    return options.archiving();
  }

  private long stage(RestoredTree tree) throws IOException {
    if (!(options.walDelivery() instanceof WalDelivery.Staged)) {
      return 0;
    }
    options.cancellation().throwIfCancelled();
    SafeListener.of(options.listener()).phase("staging " + plan.walSegments() + " WAL segments");
    return staging.into(tree.wal(), plan, options, executor);
  }

  private RecoverySettings settings() {
    String command =
        options.walDelivery() instanceof WalDelivery.RestoreCommand given
            ? given.command()
            : WalStaging.RESTORE_COMMAND;
    return RecoverySettings.of(plan, command, options);
  }
}
