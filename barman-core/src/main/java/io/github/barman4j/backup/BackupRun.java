/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.ServerContext;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.internal.manifest.ManifestWriter;
import io.github.barman4j.internal.tar.TarWriter;
import io.github.barman4j.internal.work.Guard;
import io.github.barman4j.internal.work.Progress;
import io.github.barman4j.storage.PutOptions;
import java.io.OutputStream;

/** What the steps of one running backup share. Thread-safe, as what it holds. */
final class BackupRun {

  private final ServerContext context;
  private final ServerLayout layout;
  private final BackupId id;
  private final BackupOptions options;
  private final Guard guard;
  private final Progress progress;
  private final Ownership ownership;
  private final ManifestWriter manifest;
  private final PartStore parts;

  /**
   * Makes what the steps share.
   *
   * @param ownership of the files in the tars
   * @param manifest that the files are listed in
   */
  BackupRun(BackupJob job, BackupId id, Ownership ownership, ManifestWriter manifest) {
    this.context = job.context();
    this.layout = new ServerLayout(context.serverName());
    this.id = id;
    this.options = job.options();
    this.guard = job.guard();
    this.progress = job.progress();
    this.ownership = ownership;
    this.manifest = manifest;
    this.parts = new PartStore(this);
  }

  ServerContext context() {
    return context;
  }

  ServerLayout layout() {
    return layout;
  }

  BackupId id() {
    return id;
  }

  BackupOptions options() {
    return options;
  }

  Guard guard() {
    return guard;
  }

  Progress progress() {
    return progress;
  }

  Ownership ownership() {
    return ownership;
  }

  ManifestWriter manifest() {
    return manifest;
  }

  PartStore parts() {
    return parts;
  }

  /** Begins the tar of a part, whose checksums are those that the manifest wants. */
  TarWriter newTar(OutputStream out) {
    return new TarWriter(out, options.manifestChecksum().algorithm(), guard::check);
  }

  /** Returns the options of every object of the backup. */
  PutOptions putOptions() {
    return PutOptions.overwrite().withTags(options.tags());
  }

  /** Returns how many bytes of files a part takes; the store may allow fewer than asked for. */
  long partSize() {
    return Math.min(options.partSize(), context.store().capabilities().maxObjectSize());
  }
}
