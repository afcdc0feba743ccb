/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupSelector;
import java.nio.file.Path;

/** Deletes a backup, to be killed while it does. */
final class KilledDeletion {

  private KilledDeletion() {}

  public static void main(String[] arguments) {
    Layout layout = Layout.valueOf(arguments[1]);
    LocalRetention retention = new SyntheticServer(Path.of(arguments[0]), layout).retention();
    LocalRetentionPlan plan = retention.planDelete(BackupSelector.id(BackupId.of(arguments[2])));
    System.out.println("begin");
    long begin = System.nanoTime();
    retention.apply(plan);
    System.out.println("took " + (System.nanoTime() - begin) / 1_000_000);
  }
}
