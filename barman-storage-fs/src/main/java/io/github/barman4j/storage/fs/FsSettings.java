/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import io.github.barman4j.storage.spi.StoreOption;
import java.util.List;

/** Every option of the back end, declared once. */
final class FsSettings {

  static final StoreOption<Boolean> SYNC =
      StoreOption.flag(
          "sync",
          "true",
          "Force what was written to the disk before it counts as written; false is for tests.");

  static final List<StoreOption<?>> ALL = List.of(SYNC);

  private FsSettings() {}
}
