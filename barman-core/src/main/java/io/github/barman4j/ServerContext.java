/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j;

import io.github.barman4j.storage.ObjectStore;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * What every room of the house needs of the archive of one server: where it is and what to work
 * with. The caller owns store and executor and closes them.
 *
 * @param store holds the archive
 * @param serverName first part of every key of the archive; not empty, without leading or trailing
 *     slash
 * @param executor runs parallel work; a task occupies its thread until it ends
 * @param clock gives "now"; its zone gives backup ids their local time, as Barman does
 * @param operations which long operations join, so that closing ends them
 */
public record ServerContext(
    ObjectStore store, String serverName, Executor executor, Clock clock, Operations operations) {

  /** Makes a context whose operations end by themselves. */
  public ServerContext(ObjectStore store, String serverName, Executor executor, Clock clock) {
    this(store, serverName, executor, clock, new Operations());
  }

  /** Checks that all are there and that the name can be the first part of a key. */
  public ServerContext {
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(executor, "executor");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(operations, "operations");
    if (serverName.isBlank() || serverName.startsWith("/") || serverName.endsWith("/")) {
      throw new IllegalArgumentException(
          "A server name is not empty and neither begins nor ends with '/', got '"
              + serverName
              + "'");
    }
  }
}
