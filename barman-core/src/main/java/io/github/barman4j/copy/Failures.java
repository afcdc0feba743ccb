/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

import io.github.barman4j.BarmanException;
import io.github.barman4j.CopyConflictException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.storage.ObjectKey;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Collects the objects that failed, and gives up when there are too many. Thread-safe. */
final class Failures {

  private static final int MAX = 100;
  private static final int NAMED = 20;

  private final Map<ObjectKey, Exception> failed = new LinkedHashMap<>();

  synchronized void add(ObjectKey key, Exception cause) {
    failed.put(key, cause);
  }

  synchronized boolean isTooMany() {
    return failed.size() >= MAX;
  }

  /** Throws the first failure, with all keys in its message and the other failures suppressed. */
  synchronized void throwIfAny(CopyPlan.Archive target) {
    if (failed.isEmpty()) {
      return;
    }
    List<Exception> causes = List.copyOf(failed.values());
    BarmanException error = error(causes.get(0), target);
    causes.stream().skip(1).forEach(error::addSuppressed);
    throw error;
  }

  private BarmanException error(Exception first, CopyPlan.Archive target) {
    if (first instanceof IOException cause) {
      return new StorageFailedException(task(target), cause);
    }
    String message = task(target) + ": " + first.getMessage();
    return first instanceof CopyConflictException
        ? new CopyConflictException(message, first)
        : new io.github.barman4j.CorruptArchiveException(message, first);
  }

  private String task(CopyPlan.Archive target) {
    String keys =
        failed.keySet().stream()
            .limit(NAMED)
            .map(ObjectKey::toString)
            .collect(Collectors.joining(", "));
    return "Copying to "
        + target
        + " failed for "
        + failed.size()
        + (failed.size() < MAX ? "" : " or more")
        + " objects ("
        + keys
        + (failed.size() > NAMED ? ", ..." : "")
        + "); plan and execute again to go on";
  }
}
