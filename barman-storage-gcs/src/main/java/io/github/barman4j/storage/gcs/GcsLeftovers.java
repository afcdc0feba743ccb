/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.cloud.BaseServiceException;
import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes parts of composed uploads whose process died, once in the life of a store: those that are
 * older than a week, which is how long Google keeps a resumable upload that nobody goes on with.
 * Thread-safe.
 */
final class GcsLeftovers {

  private static final Logger LOG = LoggerFactory.getLogger(GcsLeftovers.class);
  private static final Duration LIFETIME = Duration.ofDays(7);

  private final GcsContext context;
  private final InstantSource clock;
  private final AtomicBoolean swept = new AtomicBoolean();

  GcsLeftovers(GcsContext context, InstantSource clock) {
    this.context = context;
    this.clock = clock;
  }

  /** Logs what fails: nobody's put depends on it. */
  void sweepOnce() {
    if (swept.getAndSet(true)) {
      return;
    }
    try {
      sweep(clock.instant().minus(LIFETIME));
    } catch (ObjectStoreException | BaseServiceException e) {
      LOG.warn(
          "Parts of old uploads in {} could not be removed",
          context.location().fullPrefix(GcsComponents.PLACE),
          e);
    }
  }

  private void sweep(Instant before) throws ObjectStoreException {
    GcsListing listing = new GcsListing(context);
    ListRequest request = ListRequest.prefix(GcsComponents.PLACE);
    String token;
    do {
      ListPage page = listing.list(request);
      delete(page, before);
      token = page.nextPageToken();
      request = token == null ? request : request.withPageToken(token);
    } while (token != null);
  }

  private void delete(ListPage page, Instant before) throws ObjectStoreException {
    List<ObjectKey> old =
        page.objects().stream()
            .filter(part -> part.lastModified().isBefore(before))
            .map(ObjectMetadata::key)
            .toList();
    if (!old.isEmpty()) {
      LOG.info("Removing {} parts of uploads that ended more than a week ago", old.size());
      new GcsDeletes(context).delete(old).throwIfIncomplete();
    }
  }
}
