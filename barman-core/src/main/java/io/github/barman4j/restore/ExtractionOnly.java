/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

/** Leaves an extracted tree as the backup has it: the caller sees to recovery and settings. */
final class ExtractionOnly implements RestoreRun.Readiness {

  @Override
  public long prepare(RestoredTree tree) {
    return 0;
  }

  @Override
  public RestoredArchiving archiving() {
    return RestoredArchiving.AS_IN_BACKUP;
  }
}
