/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.ObjectKey;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AzureLocationTest {

  @ParameterizedTest
  @CsvSource({
    "https://acc.blob.core.windows.net/cont, https://acc.blob.core.windows.net, acc, cont, ''",
    "https://acc.blob.core.windows.net/cont/, https://acc.blob.core.windows.net, acc, cont, ''",
    "http://ACC.blob.core.windows.net/cont/a/b/, https://acc.blob.core.windows.net, acc, cont, a/b",
    "https://acc.blob.core.windows.net/acc/a, https://acc.blob.core.windows.net, acc, acc, a",
    "https://acc.z01.blob.storage.azure.net/cont/a, https://acc.z01.blob.storage.azure.net, acc, cont, a",
    "https://acc.blob.core.chinacloudapi.cn/cont/a, https://acc.blob.core.chinacloudapi.cn, acc, cont, a",
    "https://acc.blob.core.chinacloudapi.cn/acc/cont/a, https://acc.blob.core.chinacloudapi.cn, acc, cont, a",
    "http://127.0.0.1:10000/acc/cont/a, http://127.0.0.1:10000/acc, acc, cont, a",
    "http://azurite:10000/acc/cont, http://azurite:10000/acc, acc, cont, ''",
    "http://azurite/acc/cont/a%20b, http://azurite/acc, acc, cont, a b"
  })
  void barmansFormsAreParsed(
      URI text, URI endpoint, String account, String container, String prefix) {
    AzureLocation location = AzureLocation.parse(text);
    assertThat(location).isEqualTo(new AzureLocation(endpoint, account, container, prefix));
    assertThat(AzureLocation.parse(location.toUri())).isEqualTo(location);
    assertThat(new AzureObjectStoreProvider().handles(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://console.cloud.google.com/storage/browser/bucket/path",
        "https://example.org/account/container",
        "s3://bucket/prefix",
        "gs://bucket/prefix",
        "file:///srv/backups"
      })
  void otherLocationsAreLeftToOthers(URI location) {
    assertThat(new AzureObjectStoreProvider().handles(location)).isFalse();
  }

  /** Barman leaves out a slash in some keys and not in others. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://acc.blob.core.windows.net/cont//a",
        "https://acc.blob.core.windows.net//cont/a",
        "https://acc.blob.core.windows.net/cont/a//b",
        "https://acc.blob.core.windows.net/cont//",
        "http://127.0.0.1:10000/acc//cont"
      })
  void aDoubledSlashIsRefused(URI location) {
    assertThatThrownBy(() -> AzureLocation.parse(location))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("doubled slash")
        .hasMessageContaining(location.getHost());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://acc.blob.core.windows.net",
        "https://acc.blob.core.windows.net/Upper",
        "https://acc.blob.core.windows.net/a--b",
        "http://127.0.0.1:10000/acc",
        "https://user:pw@acc.blob.core.windows.net/cont"
      })
  void whatIsNoLocationIsRefused(URI location) {
    assertThatThrownBy(() -> AzureLocation.parse(location))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keysAreRelativeToThePrefix() {
    AzureLocation location = AzureLocation.ofContainer("acc", "cont").withPrefix("a/b/");
    assertThat(location.fullKey(ObjectKey.of("/c"))).isEqualTo("a/b//c");
    assertThat(location.relative("a/b//c")).contains(ObjectKey.of("/c"));
    assertThat(location.relative("a/b/")).isEmpty();
  }
}
