/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import com.azure.core.http.rest.PagedIterable;
import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobItemProperties;
import com.azure.storage.blob.models.ListBlobsOptions;
import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists keys, a page a call.
 *
 * <p>Azure begins a flat list at a name that is given, but not one of a level: there, pages in
 * front of it are asked for too and come empty.
 */
final class AzureListing {

  private final AzureContext context;

  AzureListing(AzureContext context) {
    this.context = context;
  }

  ListPage list(ListRequest request) throws ObjectStoreException {
    String after = request.startAfter();
    if (after != null && isBehind(request.prefix(), after)) {
      return new ListPage(List.of(), List.of(), null);
    }
    PagedResponse<BlobItem> page =
        context.exceptions().call("list", "'" + request.prefix() + "'", () -> firstPage(request));
    return new ListPage(
        items(page, false).flatMap(this::metadata).filter(o -> isWanted(o, after)).toList(),
        items(page, true).map(this::prefix).filter(p -> isWanted(p, after)).toList(),
        token(page));
  }

  /** Tells whether all keys with a prefix are in front of another key. */
  private static boolean isBehind(String prefix, String after) {
    return !after.startsWith(prefix) && ObjectKey.STORE_ORDER.compare(after, prefix) > 0;
  }

  private static boolean isWanted(ObjectMetadata object, @Nullable String after) {
    return after == null || ObjectKey.STORE_ORDER.compare(object.key().value(), after) > 0;
  }

  /** Keys behind the one given may be folded into a prefix in front of it. */
  private static boolean isWanted(String prefix, @Nullable String after) {
    return after == null
        || after.startsWith(prefix)
        || ObjectKey.STORE_ORDER.compare(prefix, after) > 0;
  }

  private PagedResponse<BlobItem> firstPage(ListRequest request) {
    String delimiter = request.delimiter();
    ListBlobsOptions options =
        new ListBlobsOptions()
            .setPrefix(context.location().fullPrefix(request.prefix()))
            .setMaxResultsPerPage(request.pageSize());
    PagedIterable<BlobItem> pages =
        delimiter == null
            ? context.client().listBlobs(options.setStartFrom(startFrom(request)), null)
            : context.client().listBlobsByHierarchy(delimiter, options, null);
    return pages.iterableByPage(request.pageToken()).iterator().next();
  }

  /** Azure's begin is in the list, and has to have the prefix. */
  private @Nullable String startFrom(ListRequest request) {
    String after = request.startAfter();
    return after != null && after.startsWith(request.prefix())
        ? context.location().fullPrefix(after)
        : null;
  }

  private static Stream<BlobItem> items(PagedResponse<BlobItem> page, boolean prefixes) {
    return page.getValue().stream()
        .filter(item -> Boolean.TRUE.equals(item.isPrefix()) == prefixes);
  }

  private String prefix(BlobItem item) {
    return context.location().relativePrefix(item.getName());
  }

  private Stream<ObjectMetadata> metadata(BlobItem item) {
    BlobItemProperties properties = item.getProperties();
    return context
        .location()
        .relative(item.getName())
        .map(
            key ->
                new ObjectMetadata(
                    key,
                    Objects.requireNonNullElse(properties.getContentLength(), 0L),
                    AzureContext.time(properties.getLastModified()),
                    AzureContext.etag(properties.getETag())))
        .stream();
  }

  private static @Nullable String token(PagedResponse<BlobItem> page) {
    String token = page.getContinuationToken();
    return token == null || token.isEmpty() ? null : token;
  }
}
