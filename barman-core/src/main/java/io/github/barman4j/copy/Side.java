/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.ServerContext;
import io.github.barman4j.internal.archive.ArchiveStore;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStore;

/** One of the two archives. */
record Side(ServerContext context, ServerLayout layout, ArchiveStore reader) {

  Side(ServerContext context) {
    this(context, new ServerLayout(context.serverName()), new ArchiveStore(context.store()));
  }

  ObjectStore store() {
    return context.store();
  }

  CopyPlan.Archive archive() {
    return new CopyPlan.Archive(store().location(), context.serverName());
  }

  /** Returns the part of a key of this archive behind the server's name. */
  String relative(ObjectKey key) {
    return key.value().substring(context.serverName().length());
  }

  /** Returns the key of this archive that another archive's key stands for. */
  ObjectKey keyOf(String relative) {
    return ObjectKey.of(context.serverName() + relative);
  }
}
