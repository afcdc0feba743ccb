/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import io.github.barman4j.storage.spi.ObjectStoreProvider;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What everyone does with an {@link ObjectStore}, written once. */
public final class ObjectStores {

  private ObjectStores() {}

  /**
   * Opens the store at a location, whose query holds its options; the caller closes it.
   *
   * @throws IllegalArgumentException if no back end on the class or module path handles it
   * @throws ObjectStoreException if the back end cannot open it
   */
  public static ObjectStore open(URI location) throws ObjectStoreException {
    return open(location, StoreProperties.of(Map.of()));
  }

  /**
   * Opens the store at a location with options, besides those in its query; the caller closes it.
   *
   * @throws IllegalArgumentException if no back end on the class or module path handles it, or an
   *     option is in the query as well
   * @throws ObjectStoreException if the back end cannot open it
   */
  public static ObjectStore open(URI location, StoreProperties properties)
      throws ObjectStoreException {
    StoreProperties all = StoreProperties.ofQuery(location).and(properties);
    List<ObjectStoreProvider> providers =
        ServiceLoader.load(ObjectStoreProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    for (ObjectStoreProvider provider : providers) {
      if (provider.handles(location)) {
        return provider.open(withoutQuery(location), all);
      }
    }
    throw new IllegalArgumentException(
        "No back end for '"
            + Secret.masked(withoutQuery(location).toString())
            + "'; available are "
            + providers.stream()
                .map(ObjectStoreProvider::locationForms)
                .collect(Collectors.joining(", ", "[", "]"))
            + ". Add the barman-storage module of your store to the class path.");
  }

  private static URI withoutQuery(URI location) {
    String text = location.toString();
    int query = text.indexOf('?');
    return query < 0 ? location : URI.create(text.substring(0, query));
  }

  /**
   * Tries what a store can do, and whether it does it as barman4j needs it: put, read, list,
   * conditional create, large objects, tags, delete. It writes some 60 MB below a prefix of its own
   * beside the archives, {@code .barman4j-probe-UUID/}, and deletes all of it again, also if checks
   * fail; what it cannot delete is in the report. A check that fails does not stop the others, so
   * nothing but an interrupt is thrown.
   *
   * @throws InterruptedIOException if the thread is interrupted, which stays set; what was written
   *     is deleted before
   */
  public static ProbeReport probe(ObjectStore store) throws InterruptedIOException {
    return new Probe(store).run();
  }

  /** Returns an object's metadata, empty if the store says that there is none. */
  public static Optional<ObjectMetadata> find(ObjectStore store, ObjectKey key)
      throws ObjectStoreException {
    try {
      return Optional.of(store.head(key));
    } catch (ObjectNotFoundException absent) {
      return Optional.empty();
    }
  }

  /**
   * Returns a small object's bytes.
   *
   * @param maxBytes an object that is larger is refused
   * @throws ObjectNotFoundException if there is none
   * @throws IOException if it cannot be read, or is larger
   */
  public static byte[] read(ObjectStore store, ObjectKey key, int maxBytes) throws IOException {
    try (ObjectContent content = store.get(key, GetOptions.all())) {
      byte[] bytes = content.stream().readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new ObjectStoreException(
            "read " + store.location() + " " + key + ": more than " + maxBytes + " bytes", null);
      }
      return bytes;
    }
  }

  /** Returns a small object's bytes, empty if the store says that there is none. */
  public static Optional<byte[]> find(ObjectStore store, ObjectKey key, int maxBytes)
      throws IOException {
    try {
      return Optional.of(read(store, key, maxBytes));
    } catch (ObjectNotFoundException absent) {
      return Optional.empty();
    }
  }

  /**
   * Returns the objects that a request asks for, page after page as they are consumed; one page is
   * in memory at a time. A failure of the store comes as {@link UncheckedIOException}.
   */
  public static Stream<ObjectMetadata> walk(ObjectStore store, ListRequest request) {
    return stream(new Pages<>(store, request, ListPage::objects));
  }

  /** Returns the common prefixes that a request with a delimiter asks for, as {@link #walk}. */
  public static Stream<String> walkPrefixes(ObjectStore store, ListRequest request) {
    return stream(new Pages<>(store, request, ListPage::prefixes));
  }

  private static <T> Stream<T> stream(Iterator<T> iterator) {
    Iterable<T> iterable = () -> iterator;
    return StreamSupport.stream(iterable.spliterator(), false);
  }

  private static final class Pages<T> implements Iterator<T> {
    private final ObjectStore store;
    private final java.util.function.Function<ListPage, List<T>> part;
    private final Deque<T> ready = new ArrayDeque<>();
    private @Nullable ListRequest next;

    Pages(
        ObjectStore store, ListRequest first, java.util.function.Function<ListPage, List<T>> part) {
      this.store = store;
      this.part = part;
      this.next = first;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && next != null) {
        next = load(next);
      }
      return !ready.isEmpty();
    }

    private @Nullable ListRequest load(ListRequest request) {
      try {
        ListPage page = store.list(request);
        ready.addAll(part.apply(page));
        String token = page.nextPageToken();
        return token == null ? null : request.withPageToken(token);
      } catch (ObjectStoreException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }
  }
}
