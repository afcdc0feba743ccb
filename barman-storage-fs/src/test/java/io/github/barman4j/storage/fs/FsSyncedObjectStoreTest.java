/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import io.github.barman4j.testing.storage.ObjectStoreContract;
import io.github.barman4j.testing.storage.ObjectStoreFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The contract once more where everything is forced to the disk and there are no hard links. */
final class FsSyncedObjectStoreTest extends ObjectStoreContract {

  @TempDir Path dir;

  @Override
  protected ObjectStoreFixture open(TestInfo test) throws IOException {
    FsLocation location = FsLocation.of(dir.toRealPath());
    FsUploads uploads = new FsUploads(location, true, InstantSource.system());
    Files.createDirectory(location.temporary());
    uploads.creation(FsCreation.locking(location.temporary().resolve("create.lock")));
    return new FsFixture(dir, new FsObjectStore(location, uploads));
  }
}
