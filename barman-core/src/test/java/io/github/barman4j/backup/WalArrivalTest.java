/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.internal.archive.ArchiveOwner;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.internal.manifest.ManifestWriter;
import io.github.barman4j.internal.server.BackupStop;
import io.github.barman4j.internal.work.Progress;
import io.github.barman4j.postgres.BackupLabel;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long a backup waits for its WAL, here in two segments of which the last comes late. */
class WalArrivalTest {

  private static final String BEFORE = "000000010000000000000004";
  private static final String FIRST = "000000010000000000000005";
  private static final String LAST = "000000010000000000000006";

  private final ServerContext context =
      new ServerContext(new MemoryObjectStore("arrival"), "main", Runnable::run, Clock.systemUTC());
  private int waits;

  @Test
  void whereTheSegmentBeforeTheBackupIsArchivedItWaits() {
    archive(BEFORE);
    assertThat(missing(BackupOptions.builder())).isEmpty();
    assertThat(waits).isPositive();
  }

  @Test
  void whereTheFirstSegmentIsArchivedItWaits() {
    archive(FIRST + ".zst");
    assertThat(missing(BackupOptions.builder())).isEmpty();
    assertThat(waits).isPositive();
  }

  @Test
  void whereNoneIsArchivedItLooksOnce() {
    archive("000000010000000000000003");
    archive(BEFORE + ".partial");
    assertThat(missing(BackupOptions.builder())).hasValue(WalSegmentName.parse(FIRST));
    assertThat(waits).isZero();
  }

  @Test
  void whatIsAskedForCountsWhereverWalIsArchived() {
    assertThat(missing(BackupOptions.builder().waitForWal(Duration.ofMinutes(1)))).isEmpty();
    assertThat(waits).isPositive();
  }

  @Test
  void whoDoesNotWantToWaitDoesNot() {
    archive(FIRST);
    assertThat(missing(BackupOptions.builder().withoutWalWait()))
        .hasValue(WalSegmentName.parse(LAST));
    assertThat(waits).isZero();
  }

  /** Waits for a backup whose WAL is archived as soon as it has waited once. */
  private Optional<WalSegmentName> missing(BackupOptions.Builder options) {
    BackupListener archiving =
        new BackupListener() {
          @Override
          public void onProgress(BackupProgress progress) {
            waits++;
            archive(FIRST);
            archive(LAST);
          }
        };
    BackupJob job =
        new BackupJob(context, new ArchiveOwner(context), options.build(), new Progress(archiving));
    return new WalArrival(run(job), stop(), WalSegmentSize.DEFAULT).await();
  }

  private static BackupRun run(BackupJob job) {
    ManifestWriter manifest =
        new ManifestWriter(
            new PostgresVersion(170005),
            new SystemIdentifier(7),
            job.options().manifestChecksum().algorithm());
    Ownership nobody = new Ownership(0, 0, "", "", false);
    return new BackupRun(job, BackupId.of("20310506T070809"), nobody, manifest);
  }

  private static BackupStop stop() {
    BackupLabel label =
        new BackupLabel("START WAL LOCATION: 0/5000028 (file %s)\n".formatted(FIRST));
    OffsetDateTime time = OffsetDateTime.parse("2031-05-06T07:08:09Z");
    return new BackupStop(Lsn.parse("0/6000100"), TimelineId.of(1), time, label);
  }

  private void archive(String name) {
    try {
      WalSegmentName segment = WalSegmentName.parse(name.substring(0, FIRST.length()));
      String key = new ServerLayout("main").walKey(segment) + name.substring(FIRST.length());
      context.store().put(ObjectKey.of(key), ObjectBody.of("wal"), PutOptions.overwrite());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
