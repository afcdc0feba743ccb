/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of Barman for restoring from snapshots of disks, which is not done here. */
final class RestoreSnapshotOptions {

  @Option(
      names = {
        "--snapshot-recovery-instance",
        "--snapshot-recovery-zone",
        "--gcp-zone",
        "--aws-region",
        "--azure-resource-group"
      },
      paramLabel = "VALUE",
      description = "Refused: this program does not restore from snapshots of disks.")
  List<String> ofRestore = new ArrayList<>();

  void refuse() {
    SnapshotOptions.refuse(ofRestore);
  }
}
