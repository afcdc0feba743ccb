/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.pages;

/** Is told of pages that need no further look. Called from several threads. */
public interface PageCounts {

  /** A page has the checksum it must have. */
  void checked();

  /** Of a page it cannot be told. */
  void unchecked();
}
