/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.internal.archive.ArchiveStore;
import io.github.barman4j.internal.archive.StoreFailures;
import io.github.barman4j.internal.infofile.InfoFile;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.verify.Problem.Kind;
import java.util.List;
import java.util.Optional;

/** Reads {@code backup.info} and says what a restore would miss in it. */
final class InfoCheck {

  private static final List<BackupField> NEEDED =
      List.of(
          BackupField.BEGIN_WAL,
          BackupField.BEGIN_XLOG,
          BackupField.END_WAL,
          BackupField.END_XLOG,
          BackupField.VERSION);

  private final ArchiveStore store;
  private final ObjectKey key;
  private final Findings findings;

  InfoCheck(ArchiveStore store, ObjectKey key, Findings findings) {
    this.store = store;
    this.key = key;
    this.findings = findings;
  }

  /** Returns what is known of the backup, empty if nothing can be read. */
  Optional<BackupInfo> read(BackupId id, List<ObjectMetadata> objects) {
    long size = objects.stream().filter(o -> o.key().equals(key)).mapToLong(o -> o.size()).sum();
    if (size > InfoFile.MAX_BYTES) {
      report(Kind.INFO_UNREADABLE, "it has " + size + " bytes");
      return Optional.empty();
    }
    Optional<byte[]> content;
    try {
      content = store.find(key, InfoFile.MAX_BYTES);
    } catch (StorageFailedException e) {
      report(Kind.INFO_UNREADABLE, String.valueOf(StoreFailures.gap(e).getMessage()));
      return Optional.empty();
    }
    if (content.isEmpty()) {
      report(Kind.INFO_MISSING, "there is none: the backup is unfinished or half deleted");
    }
    return content.flatMap(bytes -> parse(id, bytes));
  }

  private Optional<BackupInfo> parse(BackupId id, byte[] bytes) {
    try {
      BackupInfo info = InfoFile.parse(id, bytes);
      complete(info);
      return Optional.of(info);
    } catch (CorruptArchiveException e) {
      report(Kind.INFO_UNREADABLE, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void complete(BackupInfo info) {
    if (info.status() != BackupStatus.DONE) {
      String error = info.error().map(e -> ": " + e).orElse("");
      findings.add(
          Problem.of(Kind.INFO_INCOMPLETE, key, "the backup is not complete" + error)
              .with(BackupStatus.DONE, info.status()));
      return;
    }
    for (BackupField field : NEEDED) {
      if (info.find(field).isEmpty()) {
        report(Kind.INFO_INCOMPLETE, "it has no " + field.key());
      }
    }
  }

  private void report(Kind kind, String message) {
    findings.add(Problem.of(kind, key, message));
  }
}
