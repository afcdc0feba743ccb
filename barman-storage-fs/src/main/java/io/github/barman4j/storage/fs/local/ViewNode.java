/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

/** A place in the view of a server directory as an archive. */
sealed interface ViewNode permits ViewDirectory, ViewObject {

  /** Returns the key, which for a directory ends with a slash. */
  String key();
}
