/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

/** In what the outcomes of two programs can differ. */
enum Aspect {
  EXIT,
  STDOUT,
  OBJECTS,
  FILES
}
