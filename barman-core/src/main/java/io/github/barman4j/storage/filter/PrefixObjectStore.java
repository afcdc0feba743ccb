/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.filter;

import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.Leftover;
import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.PutOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a store that lies under a prefix, as if it were a store of its own. Errors name the
 * full key in the store behind.
 */
public final class PrefixObjectStore extends ForwardingObjectStore {

  private final String prefix;
  private final URI location;

  /**
   * Makes a store of the keys of {@code delegate} under {@code prefix}.
   *
   * @param delegate the store behind, which the caller closes
   * @param prefix one or more names, separated by slashes; a slash at the end makes no difference
   * @throws IllegalArgumentException if the prefix is empty or begins with a slash
   */
  public PrefixObjectStore(ObjectStore delegate, String prefix) {
    super(delegate);
    String names = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    if (names.isEmpty() || names.startsWith("/")) {
      throw new IllegalArgumentException(
          "A prefix has at least one name and begins with no slash, got '" + prefix + "'");
    }
    this.prefix = names + "/";
    this.location = below(delegate.location(), names);
  }

  private static URI below(URI base, String names) {
    try {
      String slash = base.toString().endsWith("/") ? "" : "/";
      String path = new URI(null, null, "/" + names, null).getRawPath();
      return URI.create(base + slash + path.substring(1));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("Not a prefix: '" + names + "'", e);
    }
  }

  @Override
  public URI location() {
    return location;
  }

  @Override
  public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options) throws IOException {
    return inner(delegate().put(outer(key), body, options));
  }

  @Override
  public ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
    ObjectContent content = delegate().get(outer(key), options);
    return new ObjectContent(inner(content.metadata()), content.stream());
  }

  @Override
  public ObjectMetadata head(ObjectKey key) throws ObjectStoreException {
    return inner(delegate().head(outer(key)));
  }

  @Override
  public ListPage list(ListRequest request) throws ObjectStoreException {
    ListPage page = delegate().list(outer(request));
    return new ListPage(
        page.objects().stream().filter(this::hasName).map(this::inner).toList(),
        page.prefixes().stream().map(this::inner).toList(),
        page.nextPageToken());
  }

  private ListRequest outer(ListRequest request) {
    return new ListRequest(
        prefix + request.prefix(),
        request.delimiter(),
        outer(request.startAfter()),
        request.pageToken(),
        request.pageSize());
  }

  private @Nullable String outer(@Nullable String key) {
    return key == null ? null : prefix + key;
  }

  // Consoles of object stores make an empty object "dir/" to show a folder.
  private boolean hasName(ObjectMetadata object) {
    return object.key().value().length() > prefix.length();
  }

  @Override
  public DeleteResult delete(Collection<ObjectKey> keys) throws ObjectStoreException {
    DeleteResult result = delegate().delete(keys.stream().map(this::outer).toList());
    List<ObjectKey> deleted = result.deleted().stream().map(this::inner).toList();
    Map<ObjectKey, ObjectStoreException> failed = new LinkedHashMap<>();
    result.failed().forEach((key, cause) -> failed.put(inner(key), cause));
    return new DeleteResult(deleted, failed);
  }

  @Override
  public ObjectMetadata copy(ObjectKey source, ObjectKey target, PutOptions options)
      throws ObjectStoreException {
    return inner(delegate().copy(outer(source), outer(target), options));
  }

  @Override
  public ObjectTags tags(ObjectKey key) throws ObjectStoreException {
    return delegate().tags(outer(key));
  }

  @Override
  public void replaceTags(ObjectKey key, ObjectTags tags) throws ObjectStoreException {
    delegate().replaceTags(outer(key), tags);
  }

  /** The names of what is left are those of the store behind. */
  @Override
  public List<Leftover> leftovers(String inside, Instant before) throws ObjectStoreException {
    return delegate().leftovers(prefix + inside, before);
  }

  private ObjectKey outer(ObjectKey key) {
    return ObjectKey.of(prefix + key.value());
  }

  private ObjectKey inner(ObjectKey key) {
    return ObjectKey.of(inner(key.value()));
  }

  private String inner(String key) {
    return key.substring(prefix.length());
  }

  private ObjectMetadata inner(ObjectMetadata object) {
    return new ObjectMetadata(
        inner(object.key()), object.size(), object.lastModified(), object.etag());
  }
}
