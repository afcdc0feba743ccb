/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.io.IOException;
import java.util.List;

/** What the keys of several objects begin with. */
non-sealed interface ViewDirectory extends ViewNode {

  /**
   * Returns what is directly below, ascending by key; of it all that the window shows, and perhaps
   * more.
   */
  List<ViewNode> children(ViewWindow window) throws IOException;

  /** Tells whether there is no object below. */
  boolean isEmpty() throws IOException;
}
