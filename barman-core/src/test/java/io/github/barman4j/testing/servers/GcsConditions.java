/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Preconditions of a request.
 *
 * @param query the parameters of the request
 */
record GcsConditions(Map<String, String> query) {

  static final GcsConditions NONE = new GcsConditions(Map.of());

  /** Refuses if they do not hold for what is there; absence is generation 0. */
  void check(@Nullable GcsObject there) {
    long generation = there == null ? 0 : there.generation();
    require("ifGenerationMatch", generation, true);
    require("ifGenerationNotMatch", generation, false);
    require("ifMetagenerationMatch", there == null ? 0 : there.metageneration(), true);
  }

  private void require(String name, long actual, boolean equal) {
    String wanted = query.get(name);
    if (wanted != null && (Long.parseLong(wanted) == actual) != equal) {
      throw GcsFailure.precondition();
    }
  }
}
