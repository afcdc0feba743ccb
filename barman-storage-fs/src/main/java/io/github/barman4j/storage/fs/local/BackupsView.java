/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.storage.ObjectKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The backups: what has metadata, whether or not its files are there. */
record BackupsView(LocalContext context) implements ViewDirectory {

  @Override
  public String key() {
    return layout().basePrefix();
  }

  private ServerLayout layout() {
    return new ServerLayout(context.serverName());
  }

  @Override
  public boolean isEmpty() {
    return context.metadata().list().isEmpty();
  }

  @Override
  public List<ViewNode> children(ViewWindow window) {
    return window
        .onlyDirectory(key())
        .map(name -> find(name).stream().toList())
        .orElseGet(() -> context.metadata().list())
        .stream()
        .<ViewNode>map(id -> new BackupView(context, layout(), id))
        .sorted(ServerView.ORDER)
        .toList();
  }

  private Optional<BackupId> find(String name) {
    boolean isName = !name.isBlank() && !name.equals(".") && !name.equals("..");
    return Stream.of(name)
        .filter(text -> isName)
        .map(BackupId::of)
        .filter(context.metadata()::contains)
        .findFirst();
  }

  /** Returns the backup whose keep annotation has this key, empty if it is another key. */
  Optional<BackupId> findByKeepKey(ObjectKey key) {
    return new ViewWindow(key.value(), null)
        .onlyDirectory(key())
        .flatMap(this::find)
        .filter(id -> layout().keepAnnotation(id).equals(key));
  }
}
