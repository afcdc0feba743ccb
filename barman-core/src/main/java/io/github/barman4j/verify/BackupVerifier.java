/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.ServerContext;
import io.github.barman4j.UnknownBackupException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.internal.archive.ArchiveStore;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.storage.ObjectMetadata;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Verifies backups where they lie: reads every part and every WAL segment needed, decodes them and
 * checks all that can be checked, without writing anything anywhere. Works on Barman's own backups
 * too.
 *
 * <p>What is wrong with a backup is data in the report; what keeps it from being read, such as an
 * outage of the store, is an exception. Memory is bounded: some buffers per worker, and 30 bytes
 * beside path and checksum for each file of a {@code backup_manifest}. Each part is read once, and
 * once more if it was read before the manifest in it was found; in our own backups that is only the
 * small last one. Thread-safe; there is nothing to close.
 */
public final class BackupVerifier {

  private final ServerContext context;
  private final ArchiveStore store;
  private final ServerLayout layout;

  /** Makes the verifier of a server's backups; does no I/O. */
  public BackupVerifier(ServerContext context) {
    this.context = Objects.requireNonNull(context, "context");
    this.store = new ArchiveStore(context.store());
    this.layout = new ServerLayout(context.serverName());
  }

  /**
   * Verifies a backup.
   *
   * @throws UnknownBackupException if the store has no object of it
   * @throws io.github.barman4j.StorageFailedException if the store fails
   * @throws io.github.barman4j.OperationCancelledException if the options' token is cancelled or
   *     the thread is interrupted
   */
  public VerificationReport verify(BackupId id, VerifyOptions options) {
    return context.operations().run(() -> verifyNow(id, options));
  }

  private VerificationReport verifyNow(BackupId id, VerifyOptions options) {
    List<ObjectMetadata> objects = store.walk(layout.backupPrefix(id)).toList();
    if (objects.isEmpty()) {
      throw new UnknownBackupException(
          "Server " + context.serverName() + " has no backup " + id + "; list its backups");
    }
    Findings findings = new Findings(new SafeVerifyListener(options.listener()));
    Optional<BackupInfo> info =
        new InfoCheck(store, layout.backupInfo(id), findings).read(id, objects);
    return verify(info, id, objects, new Session(options, findings));
  }

  private record Session(VerifyOptions options, Findings findings) {}

  private VerificationReport verify(
      Optional<BackupInfo> info, BackupId id, List<ObjectMetadata> objects, Session session) {
    BackupInfo known = info.orElseGet(() -> BackupInfo.builder(id).build());
    VerifyRun run = new VerifyRun(context, session.options(), known, session.findings());
    if (info.isPresent() && known.status() != BackupStatus.DONE) {
      run.findings().note("Nothing but backup.info was checked: the backup is not complete");
    } else {
      PartList parts = new PartList(layout, known, run.findings());
      parts.check(objects, info.isPresent());
      new ContentCheck(run, known, layout).check(parts, session.options());
    }
    return new VerificationReport(
        id, run.tally().counts(), run.findings().problems(), run.findings().notes());
  }
}
