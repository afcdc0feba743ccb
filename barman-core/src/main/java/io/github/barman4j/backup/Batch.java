/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

import io.github.barman4j.internal.server.Entry;
import io.github.barman4j.internal.server.Tree;
import java.util.List;

/**
 * Entries of one tree that a worker writes one after the other.
 *
 * @param tree they are from
 * @param opening they begin with the tree's directories, so they go into its first part
 * @param entries at least one
 * @param bytes what the files among them hold
 */
record Batch(Tree tree, boolean opening, List<Entry> entries, long bytes) {

  Batch {
    entries = List.copyOf(entries);
  }
}
