/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import io.github.barman4j.testing.kills.KillCampaign;
import io.github.barman4j.testing.kills.KillableStore;
import io.github.barman4j.testing.process.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@link KillCampaign} on a directory. */
class FsKillCampaignIT extends KillCampaign {

  @Override
  protected KillableStore startStore() {
    return new Directory(FileTrees.createTemporary("killed"));
  }

  private record Directory(Path root) implements KillableStore {

    @Override
    public URI location(String name) {
      return root.resolve(name).toUri();
    }

    @Override
    public Map<String, String> properties() {
      return Map.of("sync", "false");
    }

    @Override
    public List<String> leftovers(String name) {
      try {
        return FsFixture.temporary(root.resolve(name)).stream().map(Path::toString).toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      FileTrees.delete(root);
    }
  }
}
