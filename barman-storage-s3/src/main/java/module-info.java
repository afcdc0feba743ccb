/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */

/** The s3 back end of barman4j. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the digit is part of the service's name
module io.github.barman4j.storage.s3 {
  requires static transitive org.jspecify;
  requires transitive io.github.barman4j.core;
  requires org.slf4j;
}
