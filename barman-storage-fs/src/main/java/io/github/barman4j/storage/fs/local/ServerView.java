/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.storage.ObjectKey;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/**
 * The directory of all, whose parts are those of one server.
 *
 * @param serverName first part of every key
 * @param backups below {@code base}
 * @param wals below {@code wals}
 */
record ServerView(String serverName, BackupsView backups, WalView wals) implements ViewDirectory {

  /** Orders by key. */
  static final Comparator<ViewNode> ORDER =
      Comparator.comparing(ViewNode::key, ObjectKey.STORE_ORDER);

  static ServerView of(LocalContext context) {
    String name = context.serverName();
    return new ServerView(
        name, new BackupsView(context), new WalView(context.directory(), name + "/wals/"));
  }

  @Override
  public String key() {
    return serverName + "/";
  }

  @Override
  public List<ViewNode> children(ViewWindow window) {
    return List.of(backups, wals);
  }

  @Override
  public boolean isEmpty() throws IOException {
    return backups.isEmpty() && wals.isEmpty();
  }
}
