/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.kills;

import io.github.barman4j.storage.StoreProperties;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** A real store of a back end, which outlives the processes that use it. */
public interface KillableStore extends AutoCloseable {

  /**
   * Returns a place of its own within the store, to be opened by this and other processes.
   *
   * @param name of letters, digits and hyphens
   */
  URI location(String name);

  /** Returns what is needed to open it besides the location; parts are small. */
  Map<String, String> properties();

  /** Returns the same as an object. */
  default StoreProperties options() {
    return StoreProperties.of(properties());
  }

  /** Returns what unfinished writes have left at a place, as text; asks the store itself. */
  List<String> leftovers(String name);

  /** Ends the store. */
  @Override
  void close();
}
