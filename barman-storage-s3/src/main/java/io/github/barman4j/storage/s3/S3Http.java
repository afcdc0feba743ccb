/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.spi.HttpProxies;
import io.github.barman4j.storage.spi.HttpProxy;
import io.github.barman4j.storage.spi.TrustedCertificates;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/** Connections: timeouts, proxy, and whom to trust; the same for S3 and for STS. */
final class S3Http {

  private static final String CA_BUNDLE_VARIABLE = "AWS_CA_BUNDLE";

  /** AWS in a region has a name below one of these; only the scheme and port matter. */
  private static final URI AWS = URI.create("https://amazonaws.com");

  private S3Http() {}

  /**
   * Set explicitly, because the SDK takes what it finds when there are several.
   *
   * @param endpoint null for AWS's own
   */
  static SdkHttpClient.Builder<?> builder(S3Options options, @Nullable URI endpoint) {
    Apache5HttpClient.Builder builder =
        Apache5HttpClient.builder()
            .maxConnections(options.get(S3Settings.MAX_CONNECTIONS))
            .connectionTimeout(options.get(S3Settings.CONNECT_TIMEOUT))
            .connectionAcquisitionTimeout(options.get(S3Settings.READ_TIMEOUT))
            .socketTimeout(options.get(S3Settings.READ_TIMEOUT))
            .tcpKeepAlive(true)
            .proxyConfiguration(proxy(options.proxies(System.getenv()), endpoint));
    X509TrustManager trusted = trusted(options);
    return builder.tlsTrustManagersProvider(() -> new TrustManager[] {trusted});
  }

  /** The SDK has rules of its own, which it must not add. */
  static ProxyConfiguration proxy(HttpProxies proxies, @Nullable URI endpoint) {
    URI target = endpoint == null ? AWS : endpoint;
    ProxyConfiguration.Builder builder =
        ProxyConfiguration.builder()
            .useSystemPropertyValues(false)
            .useEnvironmentVariableValues(false);
    proxies.to(target).ifPresent(proxy -> use(builder, proxy, proxies, port(target)));
    return builder.build();
  }

  private static void use(
      ProxyConfiguration.Builder builder, HttpProxy proxy, HttpProxies proxies, int port) {
    builder
        .endpoint(withPort(proxy))
        .nonProxyHosts(
            proxies.namesWithoutProxy(port).stream()
                .map(name -> "(.*\\.)?" + Pattern.quote(name))
                .collect(Collectors.toSet()));
    if (proxy.user() != null) {
      builder.username(proxy.user()).preemptiveBasicAuthenticationEnabled(true);
    }
    if (proxy.password() != null) {
      builder.password(proxy.password().reveal());
    }
  }

  private static URI withPort(HttpProxy proxy) {
    URI address = proxy.address();
    return URI.create(address.getScheme() + "://" + address.getHost() + ":" + proxy.port());
  }

  private static int port(URI target) {
    int standard = "http".equals(target.getScheme()) ? 80 : 443;
    return target.getPort() < 0 ? standard : target.getPort();
  }

  private static Optional<Path> caBundle(S3Options options) {
    return options
        .find(S3Settings.CA_BUNDLE)
        .or(() -> Optional.ofNullable(System.getenv(CA_BUNDLE_VARIABLE)))
        .filter(file -> !file.isEmpty())
        .map(Path::of);
  }

  /** A bundle that cannot be read is an error at once, but not where nobody speaks TLS. */
  private static X509TrustManager trusted(S3Options options) {
    return caBundle(options)
        .map(
            file ->
                isPlain(options)
                    ? TrustedCertificates.withSystemRootsWhenAsked(file)
                    : TrustedCertificates.withSystemRoots(file))
        .orElseGet(TrustedCertificates::systemRoots);
  }

  private static boolean isPlain(S3Options options) {
    return options.endpoint().map(uri -> "http".equalsIgnoreCase(uri.getScheme())).orElse(false);
  }
}
