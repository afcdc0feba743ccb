/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.storage.fs.local.LocalServer;
import io.github.barman4j.storage.fs.local.LocalServerConfiguration;
import io.github.barman4j.verify.VerificationReport;
import io.github.barman4j.verify.VerifyListener;
import io.github.barman4j.verify.VerifyOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads a backup. */
@Command(
    name = "verify",
    description = "Reads a whole backup and its WAL, and checks all there is to check it with.")
final class VerifyCommand extends OneBackupCommand {
  @Mixin Quietness quietness = new Quietness();

  @Override
  int run(LocalServerConfiguration settings, LocalServer server) {
    BackupId id = server.catalog().get(selector()).id();
    Progress progress = quietness.progress(err());
    VerifyOptions options =
        VerifyOptions.builder()
            .listener(new Listener(progress))
            .cancellation(Termination.token())
            .build();
    VerificationReport report;
    try {
      progress.phase("reading backup " + id);
      report = server.verify().verify(id, options);
    } finally {
      progress.end();
    }
    print(report.describe(), report.toJson());
    return ExitCode.of(report.isSound());
  }

  /** Shows how far a verification is. */
  private record Listener(Progress progress) implements VerifyListener {
    @Override
    public void progress(long bytesDone, long bytesTotal) {
      progress.bytes(bytesDone, bytesTotal);
    }
  }
}
