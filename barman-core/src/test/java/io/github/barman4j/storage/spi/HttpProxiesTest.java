/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.barman4j.storage.StoreProperties;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpProxiesTest {

  private static final URI STORE = URI.create("https://bucket.s3.example.test");

  @ParameterizedTest
  @CsvSource({
    "https://s3.example.test, https_proxy=http://a:1, http://a:1",
    "https://s3.example.test, HTTPS_PROXY=http://a:1, http://a:1",
    "https://s3.example.test, HTTPS_PROXY=a:1, http://a:1",
    "https://s3.example.test, HTTP_PROXY=http://a:1, none",
    "http://s3.example.test, HTTP_PROXY=http://a:1, http://a:1",
    "http://s3.example.test, HTTPS_PROXY=http://a:1, none",
    "https://s3.example.test, HTTPS_PROXY=http://a:1|https_proxy=http://b:2, http://b:2",
    "https://s3.example.test, HTTPS_PROXY=http://a:1|https_proxy=, none",
    "https://s3.example.test, ALL_PROXY=http://a:1, http://a:1",
    "https://s3.example.test, ALL_PROXY=http://a:1|HTTPS_PROXY=http://b:2, http://b:2",
    "http://169.254.169.254/latest, HTTP_PROXY=http://a:1, none"
  })
  void theProxyIsThatOfTheSchemeAndLowerCaseComesFirst(
      String target, String environment, String proxy) {
    assertThat(
            HttpProxies.of(StoreOptionValues.DEFAULTS, environment(environment))
                .to(URI.create(target))
                .map(found -> found.address().toString())
                .orElse("none"))
        .isEqualTo(proxy);
  }

  @ParameterizedTest
  @CsvSource({
    "https://s3.example.test, example.test, true",
    "https://s3.example.test, .example.test, true",
    "https://s3.example.test, *.example.test, true",
    "https://S3.Example.Test, EXAMPLE.test, true",
    "https://s3.example.test., example.test, true",
    "https://example.test, .example.test, true",
    "https://s3.badexample.test, example.test, false",
    "https://s3.example.test, ' localhost , .svc,example.test', true",
    "https://s3.example.test, 'localhost example.test', true",
    "https://s3.example.test, example.test:443, true",
    "https://s3.example.test:9000, example.test:9000, true",
    "https://s3.example.test, example.test:9000, false",
    "https://s3.example.test, *, true",
    "http://minio.svc.cluster.local:9000, .cluster.local, true",
    "http://10.1.2.3:9000, 10.0.0.0/8, true",
    "http://11.1.2.3:9000, 10.0.0.0/8, false",
    "http://10.1.2.3:9000, 10.1.2.3, true",
    "http://110.1.2.3:9000, 0.1.2.3, false",
    "http://10.1.2.3, .2.3, false",
    "http://[::1]:9000, ::1, true",
    "http://[::1]:9000, [::1]:9000, true",
    "http://[fd00::7]:9000, fd00::/8, true",
    "https://s3.example.test, '', false"
  })
  void aNameWithoutProxyStandsForAllBelowIt(String target, String noProxy, boolean direct) {
    Map<String, String> environment =
        Map.of("HTTP_PROXY", "a:1", "HTTPS_PROXY", "a:1", "NO_PROXY", noProxy);
    HttpProxies proxies = HttpProxies.of(StoreOptionValues.DEFAULTS, environment);
    assertThat(proxies.to(URI.create(target)).isEmpty()).isEqualTo(direct);
  }

  @Test
  void theOptionsOfTheStoreComeBeforeTheEnvironment() {
    HttpProxies proxies =
        HttpProxies.of(
            options("proxy-url", "http://own:3128", "no-proxy", ".internal"),
            Map.of("https_proxy", "http://other:1", "no_proxy", "*"));
    assertThat(proxies.to(STORE).orElseThrow().address()).hasHost("own");
    assertThat(proxies.to(URI.create("https://s3.internal"))).isEmpty();
  }

  @Test
  void userAndPasswordOfTheEnvironmentAreTakenAndNotShown() {
    HttpProxy proxy =
        HttpProxies.of(
                StoreOptionValues.DEFAULTS, environment("HTTPS_PROXY=http://me:s%40cr+t@p:3128"))
            .to(STORE)
            .orElseThrow();
    assertThat(proxy.user()).isEqualTo("me");
    assertThat(proxy.password().reveal()).isEqualTo("s@cr+t");
    assertThat(proxy.toString()).doesNotContain("cr+t").doesNotContain("s%40");
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://me:hidden@a:1", "http://me:hidden@", "http://me:hid den@a b"})
  void whatIsNoHttpProxyIsRefusedByTheNameOfItsVariable(String text) {
    HttpProxies proxies = HttpProxies.of(StoreOptionValues.DEFAULTS, Map.of("https_proxy", text));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> proxies.to(STORE))
        .withMessageContaining("https_proxy")
        .withMessageNotContaining("hid");
  }

  private static Map<String, String> environment(String pairs) {
    Map<String, String> environment = new java.util.HashMap<>();
    for (String pair : pairs.split("\\|")) {
      environment.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    return environment;
  }

  private static StoreOptionValues options(String... pairs) {
    StoreProperties properties = StoreProperties.of(Map.of(pairs[0], pairs[1], pairs[2], pairs[3]));
    return StoreOptionValues.parse(properties, HttpProxies.ALL);
  }
}
