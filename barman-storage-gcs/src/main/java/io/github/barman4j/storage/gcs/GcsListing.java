/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.api.gax.paging.Page;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobListOption;
import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists keys, a page a call. What {@link GcsComponents} puts aside is left out. */
final class GcsListing {

  private final GcsContext context;

  GcsListing(GcsContext context) {
    this.context = context;
  }

  ListPage list(ListRequest request) throws ObjectStoreException {
    Page<Blob> page =
        context
            .exceptions()
            .call(
                "list",
                "'" + request.prefix() + "'",
                () -> context.client().list(context.location().bucket(), options(request)));
    List<ObjectMetadata> objects = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    for (Blob blob : page.getValues()) {
      if (isWanted(blob, request)) {
        add(blob, objects, prefixes);
      }
    }
    return new ListPage(objects, prefixes, token(page));
  }

  private BlobListOption[] options(ListRequest request) {
    List<BlobListOption> options = new ArrayList<>();
    options.add(BlobListOption.prefix(context.location().fullPrefix(request.prefix())));
    options.add(BlobListOption.pageSize(request.pageSize()));
    options.add(
        BlobListOption.fields(
            BlobField.NAME, BlobField.SIZE, BlobField.TIME_CREATED, BlobField.GENERATION));
    String delimiter = request.delimiter();
    if (delimiter != null) {
      options.add(BlobListOption.delimiter(delimiter));
    }
    String startAfter = request.startAfter();
    if (startAfter != null) {
      options.add(BlobListOption.startOffset(context.location().fullPrefix(startAfter)));
    }
    String token = request.pageToken();
    if (token != null) {
      options.add(BlobListOption.pageToken(token));
    }
    return options.toArray(BlobListOption[]::new);
  }

  /** A listing begins at its offset, ours behind it. */
  private boolean isWanted(Blob blob, ListRequest request) {
    String relative = context.location().relativePrefix(blob.getName());
    boolean isComponent =
        relative.startsWith(GcsComponents.PLACE)
            && !request.prefix().startsWith(GcsComponents.PLACE);
    return !isComponent && !relative.equals(request.startAfter());
  }

  private void add(Blob blob, List<ObjectMetadata> objects, List<String> prefixes) {
    GcsLocation location = context.location();
    if (blob.isDirectory()) {
      prefixes.add(location.relativePrefix(blob.getName()));
    } else {
      location
          .relative(blob.getName())
          .ifPresent(key -> objects.add(GcsContext.metadata(key, blob)));
    }
  }

  private static @Nullable String token(Page<Blob> page) {
    String token = page.getNextPageToken();
    return token == null || token.isEmpty() ? null : token;
  }
}
