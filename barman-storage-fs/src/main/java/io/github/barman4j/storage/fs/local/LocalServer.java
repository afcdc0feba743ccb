/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.Barman;
import io.github.barman4j.BarmanServer;
import io.github.barman4j.catalog.BackupCatalog;

/**
 * A Barman server whose backups are local: its directory on this host, and all that can be done
 * with it. Begin here.
 *
 * <p>Thread-safe; holds nothing to close. Other processes, Barman among them, may work on the same
 * directory at the same time; Barman's locks order them.
 */
public final class LocalServer {

  private final LocalContext context;
  private final LocalWal wal;

  private LocalServer(LocalContext context) {
    this.context = context;
    this.wal = new LocalWal(context);
  }

  /** Returns the server; looks which layout its directory has, and changes nothing. */
  public static LocalServer open(LocalServerOptions options) {
    return new LocalServer(LocalContext.of(options));
  }

  /** Returns what it was opened with. */
  public LocalServerOptions options() {
    return context.options();
  }

  /** Returns the archived WAL. */
  public LocalWal wal() {
    return wal;
  }

  /** Returns what makes backups. */
  public LocalBackup backup() {
    return new LocalBackup(context, wal);
  }

  /** Returns what restores backups. */
  public LocalRestore restore() {
    return new LocalRestore(context);
  }

  /** Returns what deletes backups, by a policy or one. */
  public LocalRetention retention() {
    return new LocalRetention(context, wal);
  }

  /** Returns what reads a backup to see whether it is sound. */
  public LocalVerify verify() {
    return new LocalVerify(context);
  }

  /** Returns what looks whether all is well. */
  public LocalCheck check() {
    return new LocalCheck(context);
  }

  /** Returns the catalog of the backups. */
  public BackupCatalog catalog() {
    return archive().backups();
  }

  /**
   * Returns the directory as if it were an archive in an object store, to read from: for copies
   * into one, and reports.
   */
  public BarmanServer archive() {
    return Barman.builder()
        .store(new ServerDirectoryStore(context))
        .executor(context.executor())
        .clock(context.clock())
        .build()
        .server(context.serverName());
  }
}
