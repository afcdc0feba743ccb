/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static io.github.barman4j.storage.fs.local.ViewedDirectory.SECOND;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.internal.io.ChecksumAlgorithm;
import io.github.barman4j.internal.manifest.ManifestWriter;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.TimelineId;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.restore.RecoveryTarget;
import io.github.barman4j.restore.RestoreOptions;
import io.github.barman4j.restore.RestorePlan;
import io.github.barman4j.restore.RestoreRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A local restore proves its result by the manifest before PostgreSQL can start in it. */
class LocalProofTest {

  private static final WalSegmentName SEGMENT = WalSegmentName.parse("000000010000000000000002");

  @TempDir private Path home;
  private ViewedDirectory directory;
  private Path target;

  @BeforeEach
  void make() throws IOException {
    directory = ViewedDirectory.in(home.resolve("barman"), Layout.LEGACY);
    target = home.resolve("target");
    directory.context().metadata().save(info());
    ViewedDirectory.write(data().resolve("backup_label"), new byte[] {'x'});
    ViewedDirectory.write(data().resolve("postgresql.conf"), "archive_mode = on\n".getBytes(UTF_8));
  }

  private Path data() {
    return directory.context().directory().data(SECOND);
  }

  private static BackupInfo info() {
    return BackupInfo.builder(SECOND)
        .set(BackupField.STATUS, BackupStatus.DONE)
        .set(BackupField.BEGIN_WAL, SEGMENT)
        .set(BackupField.END_WAL, SEGMENT)
        .set(BackupField.TIMELINE, new TimelineId(1))
        .set(BackupField.XLOG_SEGMENT_SIZE, new WalSegmentSize(1 << 20))
        .build();
  }

  private static RestorePlan plan() {
    TimelineHistory history = TimelineHistory.withoutAncestors(new TimelineId(1));
    return new RestorePlan(
        RestoreRequest.to(RecoveryTarget.immediate()),
        info(),
        history,
        List.of(),
        List.of(),
        "",
        List.of());
  }

  private LocalRestore restore() {
    return new LocalRestore(directory.context());
  }

  private RestoreOptions options() {
    return RestoreOptions.into(target).build();
  }

  /** Lists the files as they are now. */
  private void manifest(String... names) throws IOException {
    ManifestWriter writer =
        new ManifestWriter(
            new PostgresVersion(170005), new SystemIdentifier(7), ChecksumAlgorithm.NONE);
    for (String name : names) {
      writer.add(name, Files.size(data().resolve(name)), FileTime.fromMillis(0), "");
    }
    writer.finish(new TimelineId(1), Lsn.parse("0/200000"), Lsn.parse("0/200100"));
    try (InputStream text = writer.open()) {
      Files.write(data().resolve("backup_manifest"), text.readAllBytes());
    }
  }

  private void manifest() throws IOException {
    manifest("PG_VERSION", "base/1/1249", "backup_label", "global/pg_control", "postgresql.conf");
  }

  @Test
  void whatTheManifestNamesIsProvedThoughSettingsAreChangedAfterwards() throws IOException {
    manifest();
    assertThat(restore().execute(plan(), options()).unproved())
        .singleElement()
        .asString()
        .contains("Checksums of files and of data pages were not compared");
    assertThat(target.resolve("global/pg_control")).exists();
  }

  @Test
  void aMissingFileFailsTheRestoreAndNothingStays() throws IOException {
    manifest();
    Files.delete(data().resolve("base/1/1249"));
    assertThatThrownBy(() -> restore().execute(plan(), options()))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("base/1/1249 is missing");
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void aMissingFileFailsTheDeltaRestoreAndNoControlFileStays() throws IOException {
    restore().execute(plan(), options());
    manifest();
    Files.delete(data().resolve("base/1/1249"));
    assertThatThrownBy(() -> restore().executeDelta(plan(), options()))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("base/1/1249 is missing");
    assertThat(target.resolve("global/pg_control")).doesNotExist();
  }

  @Test
  void aShorterFileFailsTheRestore() throws IOException {
    manifest();
    Files.write(data().resolve("base/1/1249"), new byte[511]);
    assertThatThrownBy(() -> restore().execute(plan(), options()))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("base/1/1249 has 511 bytes, not 512");
  }

  @Test
  void whatARestoreLeavesOutOnPurposeIsNotMissed() throws IOException {
    ViewedDirectory.write(data().resolve("log/postgresql.log"), new byte[1]);
    ViewedDirectory.write(data().resolve("tablespace_map"), new byte[1]);
    manifest("PG_VERSION", "log/postgresql.log", "tablespace_map");
    restore().execute(plan(), options());
    assertThat(target.resolve("log/postgresql.log")).doesNotExist();
    assertThat(target.resolve("global/pg_control")).exists();
  }

  @Test
  void withoutAManifestTheResultSaysWhatIsNotProved() {
    assertThat(restore().execute(plan(), options()).unproved())
        .anyMatch(what -> what.contains("could not be proved: it has no backup_manifest"));
  }
}
