/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.filter.ForwardingObjectStore;
import java.util.List;

/**
 * A store as an archive sees it: empty objects whose key ends with a slash are not in its listings.
 * Consoles, gateways and file systems over a bucket make them and call them folders; nothing of
 * Barman's or ours has such a key.
 */
public final class WithoutFolders extends ForwardingObjectStore {

  /** Makes the view of a store. */
  public WithoutFolders(ObjectStore store) {
    super(store);
  }

  /** A page of nothing but folders is not the answer to whether there is anything. */
  @Override
  public ListPage list(ListRequest request) throws ObjectStoreException {
    ListPage page = filtered(super.list(request));
    String next = page.nextPageToken();
    while (next != null && page.objects().isEmpty() && page.prefixes().isEmpty()) {
      page = filtered(super.list(request.withPageToken(next)));
      next = page.nextPageToken();
    }
    return page;
  }

  private static ListPage filtered(ListPage page) {
    List<ObjectMetadata> objects =
        page.objects().stream().filter(object -> !isFolder(object)).toList();
    return new ListPage(objects, page.prefixes(), page.nextPageToken());
  }

  private static boolean isFolder(ObjectMetadata object) {
    return object.size() == 0 && object.key().value().endsWith("/");
  }
}
