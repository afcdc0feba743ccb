/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.Leftover;
import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.PreconditionFailedException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.storage.StoreCapabilities;
import io.github.barman4j.storage.WriteCondition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The directory of a Barman server, shown as an archive in the layout of Barman Cloud, so that all
 * that reads such an archive works with it. Of a backup there is a tar for the data directory and
 * one for each tablespace, which are made of the files while they are read.
 *
 * <p>Keep annotations can be written and deleted, nothing else. Thread-safe; holds nothing open.
 */
final class ServerDirectoryStore implements ObjectStore {

  private static final StoreCapabilities CAPABILITIES =
      new StoreCapabilities(false, false, false, false, false, false, Long.MAX_VALUE, 1, 1000);
  private static final String KEEP = "keep";
  private static final Pattern SLASH_AT_END = Pattern.compile("/$");

  private final LocalContext context;
  private final ServerView root;
  private final URI location;
  private volatile boolean closed;

  ServerDirectoryStore(LocalContext context) {
    this.context = context;
    this.root = ServerView.of(context);
    String path = context.directory().root().toUri().getRawPath();
    this.location = URI.create("barman:" + SLASH_AT_END.matcher(path).replaceAll(""));
  }

  @Override
  public URI location() {
    return location;
  }

  @Override
  public StoreCapabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options) throws IOException {
    requireOpen();
    if (!(options.condition() instanceof WriteCondition.None) || !options.tags().isEmpty()) {
      throw new UnsupportedOperationException(
          location + " has neither conditional writes nor tags");
    }
    BackupId id = root.backups().findByKeepKey(key).orElseThrow(() -> denied("put", key));
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    body.writeTo(text);
    return attempt(
        what("put", key),
        () -> {
          context.annotations().write(id, KEEP, text.toString(StandardCharsets.UTF_8));
          return require("put", key).metadata();
        });
  }

  @Override
  public ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
    requireOpen();
    return attempt(
        what("get", key),
        () -> {
          ViewObject object = require("get", key);
          ObjectMetadata found = object.metadata();
          requireVersion(found, options);
          return new ObjectContent(found, object.open(found, range(found, options)));
        });
  }

  private void requireVersion(ObjectMetadata found, GetOptions options) throws IOException {
    String wanted = options.ifMatch();
    if (wanted != null && !wanted.equals(found.etag())) {
      throw new PreconditionFailedException(
          what("get", found.key()) + "expected the version " + wanted + ", found " + found.etag(),
          null);
    }
  }

  private ByteRange range(ObjectMetadata found, GetOptions options) throws IOException {
    ByteRange range = options.range();
    if (range == null) {
      return ByteRange.from(0);
    } else if (range.offset() >= found.size()) {
      throw new ObjectStoreException(
          what("get", found.key()) + range + " begins behind its " + found.size() + " bytes", null);
    }
    return range;
  }

  @Override
  public ObjectMetadata head(ObjectKey key) throws ObjectStoreException {
    requireOpen();
    return attempt(what("head", key), () -> require("head", key).metadata());
  }

  @Override
  public ListPage list(ListRequest request) throws ObjectStoreException {
    requireOpen();
    return attempt(
        "list " + location + "/" + request.prefix() + ": ", () -> ViewListing.page(root, request));
  }

  @Override
  public DeleteResult delete(Collection<ObjectKey> keys) throws ObjectStoreException {
    requireOpen();
    List<ObjectKey> deleted = new ArrayList<>();
    Map<ObjectKey, ObjectStoreException> failed = new LinkedHashMap<>();
    for (ObjectKey key : keys.stream().distinct().toList()) {
      try {
        attempt(what("delete", key), () -> delete(key));
        deleted.add(key);
      } catch (ObjectStoreException e) {
        failed.put(key, e);
      }
    }
    return new DeleteResult(deleted, failed);
  }

  private boolean delete(ObjectKey key) throws IOException {
    Optional<BackupId> kept = root.backups().findByKeepKey(key);
    if (kept.isPresent()) {
      context.annotations().delete(kept.get(), KEEP);
    } else if (find(key).isPresent()) {
      throw denied("delete", key);
    }
    return true;
  }

  @Override
  public ObjectMetadata copy(ObjectKey source, ObjectKey target, PutOptions options)
      throws ObjectStoreException {
    requireOpen();
    throw denied("copy to", target);
  }

  @Override
  public ObjectTags tags(ObjectKey key) {
    requireOpen();
    throw new UnsupportedOperationException(location + " has no tags");
  }

  @Override
  public void replaceTags(ObjectKey key, ObjectTags tags) {
    requireOpen();
    throw new UnsupportedOperationException(location + " has no tags");
  }

  @Override
  public List<Leftover> leftovers(String prefix, Instant before) {
    return List.of();
  }

  @Override
  public boolean remove(Leftover leftover, Instant before) {
    throw new UnsupportedOperationException("No leftovers can be seen in this store");
  }

  @Override
  public void close() {
    closed = true;
  }

  private ViewObject require(String operation, ObjectKey key) throws IOException {
    return find(key)
        .orElseThrow(
            () ->
                new ObjectNotFoundException(
                    what(operation, key) + "there is no such object", null));
  }

  private Optional<ViewObject> find(ObjectKey key) throws IOException {
    return find(root, key, new ViewWindow(key.value(), null));
  }

  private static Optional<ViewObject> find(
      ViewDirectory directory, ObjectKey key, ViewWindow window) throws IOException {
    for (ViewNode child : directory.children(window)) {
      if (child instanceof ViewDirectory below && key.value().startsWith(below.key())) {
        return find(below, key, window);
      } else if (child instanceof ViewObject object && object.key().equals(key.value())) {
        return Optional.of(object);
      }
    }
    return Optional.empty();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The store " + location + " is closed");
    }
  }

  private StoreAccessDeniedException denied(String operation, ObjectKey key) {
    return new StoreAccessDeniedException(
        what(operation, key)
            + "the directory of a Barman server is shown as an archive to be read; only keep"
            + " annotations are written through it. Change the rest through LocalServer",
        null);
  }

  private String what(String operation, ObjectKey key) {
    return operation + " " + location + "/" + key + ": ";
  }

  private interface Call<T> {
    T run() throws IOException;
  }

  private static <T> T attempt(String what, Call<T> call) throws ObjectStoreException {
    try {
      return call.run();
    } catch (IOException e) {
      throw ViewFailures.translate(what, e);
    } catch (UncheckedIOException e) {
      throw ViewFailures.translate(what, ViewFailures.unwrap(e));
    }
  }
}
