/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import io.github.barman4j.testing.mainjob.MainJobContract;
import io.github.barman4j.testing.storage.ObjectStoreFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The main job in a directory. */
final class FsMainJobIT extends MainJobContract {

  @TempDir private Path root;

  @Override
  protected ObjectStoreFixture open(TestInfo test) throws Exception {
    return new FsFixture(root, FsObjectStore.open(FsOptions.at(root)));
  }
}
