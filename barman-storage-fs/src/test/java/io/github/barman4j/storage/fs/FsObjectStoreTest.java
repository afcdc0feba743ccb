/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.testing.storage.ObjectStoreContract;
import io.github.barman4j.testing.storage.ObjectStoreFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

final class FsObjectStoreTest extends ObjectStoreContract {

  @TempDir Path dir;

  @Override
  protected ObjectStoreFixture open(TestInfo test) throws ObjectStoreException {
    Path root = dir.resolve("store");
    return new FsFixture(root, FsObjectStore.open(FsOptions.at(root).withoutSync()));
  }
}
