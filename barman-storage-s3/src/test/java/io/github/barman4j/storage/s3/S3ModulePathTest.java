/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.modules.ModulePath;
import java.net.URI;
import org.junit.jupiter.api.Test;

final class S3ModulePathTest {

  @Test
  void aStoreIsFoundAndOpenedOnTheModulePath() throws Exception {
    URI location =
        URI.create("s3://bucket/prefix?region=eu-west-1&access-key-id=a&secret-access-key=b");
    assertThat(ModulePath.openStore("io.github.barman4j.storage.s3", location))
        .isEqualTo(URI.create("s3://bucket/prefix"));
  }
}
