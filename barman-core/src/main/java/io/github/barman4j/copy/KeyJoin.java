/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The WAL listings of both archives side by side, each read once, a page of each in memory. Keys of
 * one archive are in the same order as those of the other, because they differ only in what they
 * begin with.
 */
final class KeyJoin implements Iterator<KeyJoin.Pair> {

  private final Side source;
  private final Side target;
  private final Iterator<ObjectMetadata> left;
  private final Iterator<ObjectMetadata> right;
  private @Nullable ObjectMetadata candidate;

  /**
   * An object at the source and what is at its place at the target.
   *
   * @param source the object
   * @param target its key at the target
   * @param there the size of what is at that key; null if nothing
   */
  record Pair(ObjectMetadata source, ObjectKey target, @Nullable Long there) {
    CopiedObject object() {
      return new CopiedObject(
          source.key(), target, source.size(), Objects.equals(there, source.size()));
    }
  }

  private KeyJoin(Side source, Side target) {
    this.source = source;
    this.target = target;
    this.left = source.reader().walk(source.layout().walsPrefix()).iterator();
    this.right = target.reader().walk(target.layout().walsPrefix()).iterator();
  }

  /** Returns all below {@code wals/}, read while it is consumed. */
  static Stream<Pair> ofWal(Side source, Side target) {
    Iterable<Pair> pairs = () -> new KeyJoin(source, target);
    return StreamSupport.stream(pairs.spliterator(), false);
  }

  @Override
  public boolean hasNext() {
    return left.hasNext();
  }

  @Override
  public Pair next() {
    ObjectMetadata object = left.next();
    String relative = source.relative(object.key());
    return new Pair(object, target.keyOf(relative), advance(relative));
  }

  private @Nullable Long advance(String relative) {
    while (isBefore(relative) && right.hasNext()) {
      candidate = right.next();
    }
    ObjectMetadata reached = candidate;
    return reached != null && target.relative(reached.key()).equals(relative)
        ? reached.size()
        : null;
  }

  private boolean isBefore(String relative) {
    ObjectMetadata reached = candidate;
    return reached == null
        || ObjectKey.STORE_ORDER.compare(target.relative(reached.key()), relative) < 0;
  }
}
