/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.spi.TrustedCertificates;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/** Connections: timeouts, proxy, and whom to trust; the same for S3 and for STS. */
final class S3Http {

  private static final String CA_BUNDLE_VARIABLE = "AWS_CA_BUNDLE";

  private S3Http() {}

  /** Set explicitly, because the SDK takes what it finds when there are several. */
  static SdkHttpClient.Builder<?> builder(S3Options options) {
    Apache5HttpClient.Builder builder =
        Apache5HttpClient.builder()
            .maxConnections(options.get(S3Settings.MAX_CONNECTIONS))
            .connectionTimeout(options.get(S3Settings.CONNECT_TIMEOUT))
            .connectionAcquisitionTimeout(options.get(S3Settings.READ_TIMEOUT))
            .socketTimeout(options.get(S3Settings.READ_TIMEOUT))
            .tcpKeepAlive(true);
    options.proxy().map(uri -> proxy(options)).ifPresent(builder::proxyConfiguration);
    X509TrustManager trusted = trusted(options);
    return builder.tlsTrustManagersProvider(() -> new TrustManager[] {trusted});
  }

  private static ProxyConfiguration proxy(S3Options options) {
    ProxyConfiguration.Builder builder =
        ProxyConfiguration.builder()
            .endpoint(options.proxy().orElseThrow())
            .nonProxyHosts(noProxy(options.find(S3Settings.NO_PROXY).orElse("")))
            .useSystemPropertyValues(false)
            .useEnvironmentVariableValues(false);
    options
        .find(S3Settings.PROXY_USER)
        .ifPresent(user -> builder.username(user).preemptiveBasicAuthenticationEnabled(true));
    options.find(S3Settings.PROXY_PASSWORD).map(Secret::reveal).ifPresent(builder::password);
    return builder.build();
  }

  /** The SDK wants patterns; people write hosts, and domains with a dot or a star before them. */
  private static Set<String> noProxy(String hosts) {
    return Arrays.stream(hosts.split(","))
        .map(String::strip)
        .filter(host -> !host.isEmpty())
        .map(S3Http::toPattern)
        .collect(Collectors.toSet());
  }

  private static String toPattern(String host) {
    String domain = host.replaceFirst("^\\*?\\.", "");
    return (domain.equals(host) ? "" : "(.*\\.)?") + Pattern.quote(domain);
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
