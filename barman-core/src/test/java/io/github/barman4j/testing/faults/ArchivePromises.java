/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

import io.github.barman4j.BarmanServer;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupListing;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.retention.RetentionResult;
import io.github.barman4j.verify.VerificationReport;
import io.github.barman4j.verify.VerifyOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What an archive holds whatever has happened to the requests that made it. */
final class ArchivePromises {

  private final BarmanServer server;
  private final JobReport report;

  ArchivePromises(BarmanServer server, JobReport report) {
    this.server = server;
    this.report = report;
  }

  /** Every backup that is listed as done is whole, unless a deletion of it was interrupted. */
  void listsOnlyWholeBackups(Optional<BackupId> deleting) {
    BackupListing listing = server.backups().list();
    report.expect(listing.unreadable().isEmpty(), "every backup.info is readable", listing);
    List<BackupInfo> done =
        listing.backups().stream().filter(b -> b.status() == BackupStatus.DONE).toList();
    report.expect(
        done.isEmpty() || report.isBackedUp() || report.isInDoubt(),
        "no failed backup claims to be done",
        done);
    for (BackupInfo backup : done) {
      if (!Optional.of(backup.id()).equals(deleting)) {
        isSound(backup.id(), VerifyOptions.builder().withoutWal().build());
      }
    }
    report.expect(
        !report.isBackedUp() || deleting.isPresent() || done.size() == 1,
        "the backup is there",
        listing);
  }

  /** No WAL file differs from its source, and each is there that was said to be archived. */
  void holdsItsWal(List<Path> sources, boolean maybeDeleted) {
    for (Path source : sources) {
      String name = source.getFileName().toString();
      Optional<InputStream> stored = server.wal().open(WalFileName.parse(name));
      boolean told = report.archived().contains(name) && !maybeDeleted;
      report.expect(stored.isPresent() || !told, "an archived file is there", name);
      stored.ifPresent(in -> report.expect(isSame(source, in), "WAL equals its source", name));
    }
  }

  /** What was interrupted can be done again: PostgreSQL does so until it succeeds. */
  void canBeCompleted(List<Path> sources, Optional<BackupId> deleting) {
    deleting.ifPresent(this::canBeDeleted);
    sources.forEach(server.wal()::archive);
    server.backups().list().backups().stream()
        .filter(backup -> backup.status() == BackupStatus.DONE)
        .forEach(backup -> isSound(backup.id(), VerifyOptions.defaults()));
  }

  /** A backup without faults succeeds. */
  void takesAnother(BackupInfo backup) {
    report.expect(backup.status() == BackupStatus.DONE, "a clean backup succeeds", backup);
    isSound(backup.id(), VerifyOptions.builder().withoutWal().build());
  }

  private void canBeDeleted(BackupId id) {
    boolean listed = server.backups().list().backups().stream().anyMatch(b -> b.id().equals(id));
    if (listed) {
      server.backups().release(id);
      RetentionResult result =
          server.retention().apply(server.retention().planDelete(BackupSelector.id(id)));
      report.expect(result.isComplete(), "an interrupted deletion can be completed", result);
    }
  }

  private void isSound(BackupId id, VerifyOptions options) {
    VerificationReport verification = server.verify(id, options);
    report.expect(
        verification.isSound(), "a backup that is done is whole", verification.describe());
  }

  private static boolean isSame(Path source, InputStream in) {
    try (in) {
      return Arrays.equals(Files.readAllBytes(source), in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + source + " or its copy", e);
    }
  }
}
