/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.tidy;

import java.util.List;
import java.util.Map;

/**
 * What became of a plan.
 *
 * @param removed what is gone
 * @param stayed what somebody has used since it was planned, and so was left
 * @param failed what could not be removed, and why; a new plan tries it again
 */
public record TidyResult(
    List<TidyItem> removed, List<TidyItem> stayed, Map<TidyItem, String> failed) {

  /** Copies the collections. */
  public TidyResult {
    removed = List.copyOf(removed);
    stayed = List.copyOf(stayed);
    failed = Map.copyOf(failed);
  }
}
