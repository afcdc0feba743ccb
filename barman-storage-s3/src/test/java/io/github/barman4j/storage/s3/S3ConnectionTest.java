/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.s3.ScriptedS3.Request;
import io.github.barman4j.storage.spi.HttpProxies;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where requests go: path and host style, and through a proxy. */
final class S3ConnectionTest {

  private static final ObjectKey KEY = ObjectKey.of("srv/x");

  private ScriptedS3 s3;

  @BeforeEach
  void start() throws IOException {
    s3 = new ScriptedS3();
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  /** The scripted server is the proxy too, so that any host can be asked for. */
  @ParameterizedTest
  @CsvSource({
    "path, http://store.invalid, store.invalid",
    "virtual, http://store.invalid, bucket.store.invalid",
    "auto, http://store.invalid, store.invalid",
    "auto, http://192.0.2.1:9000, 192.0.2.1:9000",
    "auto, http://localhost:9000, localhost:9000"
  })
  void theBucketIsInThePathOrInTheHost(String style, String endpoint, String host)
      throws IOException {
    put(options(endpoint).property("addressing-style", style).property("proxy-url", proxy()));
    Request request = s3.requests("PUT").get(0);
    assertThat(request.header("Host")).isEqualTo(host);
    assertThat(request.key()).isEqualTo("p/srv/x");
  }

  @Test
  void aProxyIsToldUserAndPassword() throws IOException {
    S3Options.Builder options =
        options("http://store.invalid")
            .property("proxy-url", proxy())
            .property("proxy-user", "someone")
            .property("proxy-password", "open sesame");
    put(options);
    String expected = Base64.getEncoder().encodeToString("someone:open sesame".getBytes(UTF_8));
    assertThat(s3.requests("PUT").get(0).header("Proxy-Authorization"))
        .isEqualTo("Basic " + expected);
    assertThat(options.build().toString()).contains("someone").doesNotContain("sesame");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "'store.invalid, 127.0.0.1', true",
    "127.0.0.0/8, true",
    "*, true",
    ".0.0.1, false",
    "0.0.1, false",
    "1270001, false",
    ".example.org, false"
  })
  void someHostsAreReachedWithoutTheProxy(String hosts, boolean direct) throws IOException {
    try (ScriptedS3 proxy = new ScriptedS3()) {
      put(
          options("http://127.0.0.1:" + s3.port())
              .property("proxy-url", "http://127.0.0.1:" + proxy.port())
              .property("no-proxy", hosts));
      assertThat(s3.requests()).hasSize(direct ? 1 : 0);
      assertThat(proxy.requests()).hasSize(direct ? 0 : 1);
    }
  }

  /** The scripted server is the proxy, so that the name need not exist. */
  @ParameterizedTest
  @CsvSource({
    "store.invalid, true",
    ".store.invalid, true",
    ".invalid, true",
    "invalid:80, true",
    "invalid:9000, false",
    "tore.invalid, false"
  })
  void aDomainWithoutProxyMeansAllHostsInIt(String noProxy, boolean direct) {
    Map<String, String> environment = Map.of("HTTP_PROXY", proxy(), "NO_PROXY", noProxy);
    URI endpoint = URI.create("http://store.invalid");
    HttpProxies proxies = options(endpoint.toString()).build().proxies(environment);
    assertThat(S3Http.proxy(proxies, endpoint).host()).isEqualTo(direct ? null : "127.0.0.1");
  }

  @Test
  void aProxyThatIsAwayIsNamedAndMayComeBack() {
    S3Options.Builder options =
        options("http://store.invalid").property("proxy-url", "http://127.0.0.1:9");
    assertThatThrownBy(() -> put(options))
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.isRetryable()).isTrue())
        .hasMessageContaining("127.0.0.1:9");
  }

  @Test
  void aHostThatIsNotFoundIsNamedWithTheOptionThatMayMendIt() {
    assertThatThrownBy(() -> put(options("http://no-such-host.invalid:9000")))
        .hasMessageContaining("no-such-host.invalid")
        .hasMessageContaining("'addressing-style' to path");
  }

  private String proxy() {
    return "http://127.0.0.1:" + s3.port();
  }

  private static S3Options.Builder options(String endpoint) {
    return S3Options.forS3Compatible(new S3Location("bucket", "p"), URI.create(endpoint))
        .credentials("AKID", Secret.of("very-secret"))
        .property("max-attempts", "2");
  }

  private static void put(S3Options.Builder options) throws IOException {
    try (S3ObjectStore store = S3ObjectStore.create(options.build())) {
      store.put(KEY, ObjectBody.of("x"), PutOptions.overwrite());
    }
  }
}
