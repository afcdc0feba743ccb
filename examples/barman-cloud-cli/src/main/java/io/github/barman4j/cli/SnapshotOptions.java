/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of Barman for backups that are snapshots of disks, which there are none of here. */
final class SnapshotOptions {

  @Option(
      names = {
        "--snapshot-instance",
        "--snapshot-disk",
        "--snapshot-zone",
        "--snapshot-gcp-project",
        "--gcp-project",
        "--gcp-zone",
        "--aws-region",
        "--aws-await-snapshots-timeout",
        "--aws-snapshot-lock-mode",
        "--aws-snapshot-lock-cool-off-period",
        "--aws-snapshot-lock-expiration-date",
        "--aws-snapshot-lock-duration",
        "--azure-subscription-id",
        "--azure-resource-group"
      },
      paramLabel = "VALUE",
      description = "Refused: backups by snapshots of disks are not made by this program.")
  List<String> ofBackup = new ArrayList<>();

  void refuse() {
    refuse(ofBackup);
  }

  static void refuse(List<String> given) {
    if (!given.isEmpty()) {
      throw new UsageException(
          "snapshots of disks are not supported: leave out the options --snapshot-*, --gcp-*,"
              + " --aws-region, --aws-*snapshot* and --azure-subscription-id,"
              + " --azure-resource-group, or use Barman's own program");
    }
  }
}
