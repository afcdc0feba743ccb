/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

/** What becomes of a restore that meets data pages with a wrong checksum. */
public enum PageChecks {
  /**
   * The result names them. What is left of the data can be had, and PostgreSQL itself refuses to
   * read these pages.
   */
  REPORT,
  /** The restore fails, and nothing stays. */
  FAIL,
  /** They are not looked for. */
  NONE
}
