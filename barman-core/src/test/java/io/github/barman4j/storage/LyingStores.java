/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import io.github.barman4j.storage.filter.ForwardingObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Stores that promise what they do not do. */
final class LyingStores {

  private LyingStores() {}

  /** Takes every conditional write. */
  static ObjectStore ignoringConditions(ObjectStore honest) {
    return new ForwardingObjectStore(honest) {
      @Override
      public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options)
          throws IOException {
        return super.put(key, body, options.withCondition(WriteCondition.none()));
      }
    };
  }

  /** Refuses a second create, but not one at the same time: it looks, waits and writes. */
  static ObjectStore lookingBeforeItWrites(ObjectStore honest) {
    return new ForwardingObjectStore(honest) {
      @Override
      public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options)
          throws IOException {
        if (!key.value().endsWith("raced")) {
          return super.put(key, body, options);
        }
        return super.put(key, body, options.withCondition(WriteCondition.none()));
      }
    };
  }

  /** Gives the whole object to who asks for a part of it. */
  static ObjectStore ignoringRanges(ObjectStore honest) {
    return new ForwardingObjectStore(honest) {
      @Override
      public ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
        return super.get(key, new GetOptions(null, options.ifMatch()));
      }
    };
  }

  /** Gives any version to who asks for one. */
  static ObjectStore ignoringVersions(ObjectStore honest) {
    return new ForwardingObjectStore(honest) {
      @Override
      public ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
        return super.get(key, new GetOptions(options.range(), null));
      }
    };
  }

  /** Lists in the order of UTF-16 units. */
  static ObjectStore listingInItsOwnOrder(ObjectStore honest) {
    return listing(honest, Comparator.comparing(object -> object.key().value()));
  }

  /** Lists from the last key to the first. */
  static ObjectStore listingBackwards(ObjectStore honest) {
    return listing(honest, Comparator.comparing(ObjectMetadata::key).reversed());
  }

  private static ObjectStore listing(ObjectStore honest, Comparator<ObjectMetadata> order) {
    return new ForwardingObjectStore(honest) {
      @Override
      public ListPage list(ListRequest request) throws ObjectStoreException {
        ListPage page = super.list(request.withPageSize(1000));
        return new ListPage(
            page.objects().stream().sorted(order).toList(), page.prefixes(), page.nextPageToken());
      }
    };
  }

  /** Lists every level. */
  static ObjectStore ignoringDelimiters(ObjectStore honest) {
    return new ForwardingObjectStore(honest) {
      @Override
      public ListPage list(ListRequest request) throws ObjectStoreException {
        return super.list(
            new ListRequest(
                request.prefix(),
                null,
                request.startAfter(),
                request.pageToken(),
                request.pageSize()));
      }
    };
  }

  /** Lists from the first key whatever is asked. */
  static ObjectStore ignoringStartAfter(ObjectStore honest) {
    return new ForwardingObjectStore(honest) {
      @Override
      public ListPage list(ListRequest request) throws ObjectStoreException {
        return super.list(
            new ListRequest(
                request.prefix(),
                request.delimiter(),
                null,
                request.pageToken(),
                request.pageSize()));
      }
    };
  }

  /** Publishes what a body wrote before it failed, as a stream whose closing commits does. */
  static ObjectStore publishingHalfBodies(ObjectStore honest) {
    return new ForwardingObjectStore(honest) {
      @Override
      public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options)
          throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
          body.writeTo(bytes);
        } finally {
          super.put(key, ObjectBody.of(bytes.toByteArray()), options);
        }
        return head(key);
      }
    };
  }

  /** Takes tags and forgets them. */
  static ObjectStore forgettingTags(ObjectStore honest) {
    return new ForwardingObjectStore(honest) {
      @Override
      public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options)
          throws IOException {
        return super.put(key, body, options.withTags(ObjectTags.EMPTY));
      }
    };
  }

  /** Says of each key that it is deleted, and deletes only the last. */
  static ObjectStore deletingOnlyTheLast(ObjectStore honest) {
    return new ForwardingObjectStore(honest) {
      @Override
      public DeleteResult delete(Collection<ObjectKey> keys) throws ObjectStoreException {
        List<ObjectKey> all = List.copyOf(keys);
        super.delete(all.isEmpty() ? all : all.subList(all.size() - 1, all.size()));
        return new DeleteResult(all, Map.of());
      }
    };
  }

  /** Has no request that deletes several keys. */
  static ObjectStore withoutBulkDelete(ObjectStore honest) {
    return new ForwardingObjectStore(honest) {
      @Override
      public DeleteResult delete(Collection<ObjectKey> keys) throws ObjectStoreException {
        if (keys.size() > 1) {
          throw new ObjectStoreException("delete " + location() + ": 501 NotImplemented", null);
        }
        return super.delete(keys);
      }
    };
  }

  /** Percent-encodes keys once less than it should. */
  static ObjectStore decodingPercents(ObjectStore honest) {
    return new ForwardingObjectStore(honest) {
      @Override
      public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options)
          throws IOException {
        return super.put(ObjectKey.of(key.value().replace("%20", " ")), body, options);
      }
    };
  }

  /** Can only put, get, list and delete, and says so. */
  static ObjectStore plain(ObjectStore able) {
    return new ForwardingObjectStore(able) {
      @Override
      public StoreCapabilities capabilities() {
        return new StoreCapabilities(false, false, false, true, false, false, 1L << 40, 1000, 1);
      }
    };
  }
}
