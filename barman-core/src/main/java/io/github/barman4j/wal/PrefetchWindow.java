/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which segments lie ahead of the one delivered last, and what becomes of each. Does no I/O;
 * thread-safe.
 *
 * <p>Only what was asked for moves the window. That a segment was not there is not remembered.
 */
final class PrefetchWindow {

  private final WalFetcherOptions options;
  private final Function<String, Path> spool;
  private final Consumer<Prefetch> worker;
  private final Map<WalSegmentName, Prefetch> segments = new LinkedHashMap<>();
  private final Deque<Prefetch> waiting = new ArrayDeque<>();
  private @Nullable WalSegmentName last;
  private int working;
  private long begun;
  private boolean paused;
  private boolean closed;

  /**
   * Makes an empty window.
   *
   * @param spool says where a file of this name lies
   * @param worker has a thread take care of a prefetch, and of those that {@link #next()} gives
   */
  PrefetchWindow(
      WalFetcherOptions options, Function<String, Path> spool, Consumer<Prefetch> worker) {
    this.options = options;
    this.spool = spool;
    this.worker = worker;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Returns the prefetch of a segment; one that has not begun is given up for who asks now. */
  synchronized Optional<Prefetch> find(WalSegmentName name) {
    Prefetch found = segments.get(name);
    if (found != null && waiting.remove(found)) {
      segments.remove(name);
      return Optional.empty();
    }
    return Optional.ofNullable(found);
  }

  /** Hands a prefetch over to who asks first; false if it is somebody else's, or outdated. */
  synchronized boolean claim(Prefetch prefetch) {
    return segments.remove(prefetch.name(), prefetch);
  }

  /**
   * Moves the window behind a segment that was delivered, and begins what is missing in it if
   * recovery goes forward.
   *
   * @return prefetches that are done and not ahead any more
   */
  synchronized List<Prefetch> delivered(WalSegmentName segment, WalSegmentSize size) {
    boolean forward = isForward(segment, size);
    last = segment;
    List<WalSegmentName> ahead =
        Stream.iterate(segment.next(size), name -> name.next(size))
            .limit(options.prefetch())
            .toList();
    List<Prefetch> outdated = dropAllBut(Set.copyOf(ahead));
    if (forward && !closed) {
      begin(ahead);
    }
    return outdated;
  }

  private boolean isForward(WalSegmentName segment, WalSegmentSize size) {
    return last == null
        || !last.timeline().equals(segment.timeline())
        || last.equals(segment)
        || last.next(size).equals(segment);
  }

  private List<Prefetch> dropAllBut(Set<WalSegmentName> ahead) {
    List<Prefetch> outdated =
        segments.values().stream().filter(each -> !ahead.contains(each.name())).toList();
    segments.values().removeAll(outdated);
    waiting.removeAll(outdated);
    return outdated.stream().filter(Prefetch::isDone).toList();
  }

  /** After a pause one is tried first: at the end of the WAL all others are not there either. */
  private void begin(List<WalSegmentName> ahead) {
    Stream<WalSegmentName> missing = ahead.stream().filter(name -> !segments.containsKey(name));
    List<WalSegmentName> names = missing.limit(paused ? 1 : ahead.size()).toList();
    paused = false;
    names.forEach(this::begin);
  }

  private void begin(WalSegmentName name) {
    Prefetch prefetch = new Prefetch(name, spool.apply(name + "." + ++begun));
    if (working < options.parallel()) {
      worker.accept(prefetch);
      working++;
    } else {
      waiting.add(prefetch);
    }
    segments.put(name, prefetch);
  }

  /**
   * Notes how a prefetch ended; one that brought nothing is forgotten and pauses the others.
   *
   * @return whether its file is to be kept
   */
  synchronized boolean ended(Prefetch prefetch, Optional<ArchivedWal> found) {
    prefetch.complete(found);
    if (found.isEmpty() && segments.remove(prefetch.name(), prefetch)) {
      paused = true;
      segments.values().removeAll(waiting);
      waiting.clear();
    }
    return segments.get(prefetch.name()) == prefetch;
  }

  /** Returns the prefetch that a thread takes care of after another, null if it may end. */
  synchronized @Nullable Prefetch next() {
    Prefetch next = waiting.poll();
    if (next == null) {
      working--;
    }
    return next;
  }

  /** Lets nothing begin any more. */
  synchronized void close() {
    closed = true;
    segments.values().removeAll(waiting);
    waiting.clear();
  }

  synchronized WalFetcherStatus status(long directly, long fromSpool) {
    int done = (int) segments.values().stream().filter(Prefetch::isDone).count();
    return new WalFetcherStatus(segments.size() - done, done, directly, fromSpool, paused);
  }
}
