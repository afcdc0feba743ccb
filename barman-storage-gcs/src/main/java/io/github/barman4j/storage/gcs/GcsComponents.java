/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.api.services.storage.model.StorageObject;
import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.WriteCondition;
import io.github.barman4j.storage.spi.upload.PartBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A parallel composite upload: each part is an object of its own in {@link #PLACE}, which listings
 * leave out. In the end the parts are composed, 32 at a time and again those, and removed.
 */
final class GcsComponents implements GcsParts {

  /** Where parts are, under the store's prefix. */
  static final String PLACE = ".barman4j-parts/";

  /** Google's limit of objects in one composition. */
  private static final int MAX_COMPOSED = 32;

  private static final Logger LOG = LoggerFactory.getLogger(GcsComponents.class);

  private final GcsContext context;
  private final GcsWrite write;
  private final GcsLeftovers leftovers;

  GcsComponents(GcsContext context, GcsWrite write, GcsLeftovers leftovers) {
    this.context = context;
    this.write = write;
    this.leftovers = leftovers;
  }

  @Override
  public boolean isSequential() {
    return false;
  }

  /** Nothing begins in the store; time to look for what others have left there. */
  @Override
  public void begin() {
    leftovers.sweepOnce();
    LOG.debug("Parts of {} are in {}", write.key(), directory());
  }

  @Override
  public GcsPart send(int number, PartBody part) {
    GcsWrite component = component(String.format(Locale.ROOT, "%08d", number));
    GcsChecksum checksum = GcsChecksum.of(part);
    StorageObject sent =
        context
            .http()
            .repeat(
                () ->
                    GcsContext.resource(
                        context.http().send(context.requests().insert(component, part, checksum))));
    return new GcsPart(checksum, component.key().value(), sent.getGeneration());
  }

  @Override
  public StorageObject complete(List<GcsPart> parts, GcsChecksum whole) {
    List<GcsPart> left = parts;
    for (int level = 1; left.size() > MAX_COMPOSED; level++) {
      left = composed(left, level);
    }
    return compose(left, write);
  }

  @Override
  public boolean leavesSomething() {
    return true;
  }

  /** Removes all there is of this upload, that whose answers were lost included. */
  @Override
  public void abort() throws ObjectStoreException {
    GcsListing listing = new GcsListing(context);
    GcsDeletes deletes = new GcsDeletes(context);
    ListRequest request = ListRequest.prefix(directory());
    List<ObjectKey> found = keys(listing, request);
    while (!found.isEmpty()) {
      DeleteResult result = deletes.delete(found);
      result.throwIfIncomplete();
      found = keys(listing, request);
    }
  }

  private static List<ObjectKey> keys(GcsListing listing, ListRequest request)
      throws ObjectStoreException {
    return listing.list(request).objects().stream().map(ObjectMetadata::key).toList();
  }

  private List<GcsPart> composed(List<GcsPart> parts, int level) {
    List<GcsPart> larger = new ArrayList<>();
    for (int from = 0; from < parts.size(); from += MAX_COMPOSED) {
      List<GcsPart> group = parts.subList(from, Math.min(from + MAX_COMPOSED, parts.size()));
      GcsWrite target = component(String.format(Locale.ROOT, "%d-%08d", level, larger.size()));
      StorageObject made = compose(group, target);
      GcsChecksum checksum =
          group.stream().map(GcsPart::checksum).reduce(GcsChecksum.EMPTY, GcsChecksum::then);
      larger.add(new GcsPart(checksum, target.key().value(), made.getGeneration()));
    }
    return larger;
  }

  private StorageObject compose(List<GcsPart> parts, GcsWrite target) {
    return context
        .http()
        .repeat(
            () ->
                GcsContext.resource(
                    context.http().send(context.requests().compose(target, parts))));
  }

  private GcsWrite component(String name) {
    return new GcsWrite(
        ObjectKey.of(directory() + name), WriteCondition.none(), ObjectTags.EMPTY, write.id());
  }

  private String directory() {
    return PLACE + write.id() + "/";
  }
}
