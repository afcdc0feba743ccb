/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import io.github.barman4j.storage.spi.HttpProxies;
import io.github.barman4j.storage.spi.TrustedCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The JDK's HTTP client for the SDK's pipeline. The SDK's own adapter of it warns at every request
 * with a body that it leaves Content-Length to the JDK, and cuts bodies into pieces of 8 KiB.
 * Thread-safe; connections close when they are idle.
 */
final class AzureHttp implements HttpClient {

  /** A header that this client adds to answers: the number of the attempt that it answers. */
  static final HttpHeaderName ATTEMPT = HttpHeaderName.fromString("x-barman4j-attempt");

  private static final long SLOWEST_BYTES_PER_SECOND = 64 << 10;

  /** The JDK sets these itself. */
  private static final Set<String> OF_THE_JDK =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private final java.net.http.HttpClient client;
  private final Duration attemptTimeout;
  private final Duration readTimeout;

  AzureHttp(AzureOptions options) {
    attemptTimeout = options.get(AzureSettings.ATTEMPT_TIMEOUT);
    readTimeout = options.get(AzureSettings.READ_TIMEOUT);
    java.net.http.HttpClient.Builder builder =
        java.net.http.HttpClient.newBuilder()
            .version(java.net.http.HttpClient.Version.HTTP_1_1)
            .connectTimeout(options.get(AzureSettings.CONNECT_TIMEOUT));
    options.caBundle().ifPresent(pemFile -> builder.sslContext(trusting(pemFile)));
    HttpProxies proxies = options.proxies(System.getenv());
    builder.proxy(proxies.selector());
    proxies.authenticator().ifPresent(builder::authenticator);
    client = builder.build();
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return send(request, Context.NONE);
  }

  /** Batches and some credentials know this way only. */
  @Override
  public Mono<HttpResponse> send(HttpRequest request, Context context) {
    return Mono.fromCallable(() -> sendSync(request, context))
        .subscribeOn(Schedulers.boundedElastic());
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    try {
      var response = client.send(toJdk(request), BodyHandlers.ofInputStream());
      InputStream body = new AzureBodyStream(response.body(), readTimeout);
      HttpHeaders headers = headers(response.headers(), attempt(context));
      return new AzureHttpResponse(
          request, response.statusCode(), headers, isShort(context) ? inMemory(body) : body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for an answer", e);
    }
  }

  private static HttpHeaders headers(java.net.http.HttpHeaders answered, int attempt) {
    HttpHeaders headers = new HttpHeaders();
    answered.map().forEach((name, values) -> headers.set(HttpHeaderName.fromString(name), values));
    return headers.set(ATTEMPT, Integer.toString(attempt));
  }

  /** The SDK's retry policy counts here, from 1. */
  private static int attempt(Context context) {
    return context.getData("requestRetryCount").map(Integer.class::cast).orElse(1);
  }

  /** The SDK says so of whatever is not an object's content. */
  private static boolean isShort(Context context) {
    return Stream.of("azure-eagerly-read-response", "azure-ignore-response-body")
        .anyMatch(flag -> context.getData(flag).filter(Boolean.TRUE::equals).isPresent());
  }

  private static InputStream inMemory(InputStream body) throws IOException {
    try (body) {
      return new ByteArrayInputStream(body.readAllBytes());
    }
  }

  private java.net.http.HttpRequest toJdk(HttpRequest request) throws IOException {
    java.net.http.HttpRequest.Builder builder =
        java.net.http.HttpRequest.newBuilder(uri(request))
            .timeout(timeout(request))
            .method(request.getHttpMethod().toString(), body(request));
    request
        .getHeaders()
        .forEach(
            header -> {
              if (!OF_THE_JDK.contains(header.getName().toLowerCase(Locale.ROOT))) {
                header.getValuesList().forEach(value -> builder.header(header.getName(), value));
              }
            });
    return builder.build();
  }

  /** What is sent slower than this counts as standing still. */
  private Duration timeout(HttpRequest request) {
    BinaryData body = request.getBodyAsBinaryData();
    Long length = body == null ? Long.valueOf(0) : body.getLength();
    if (length == null) {
      return attemptTimeout;
    }
    Duration patience = readTimeout.plusSeconds(length / SLOWEST_BYTES_PER_SECOND);
    return patience.compareTo(attemptTimeout) < 0 ? patience : attemptTimeout;
  }

  private static URI uri(HttpRequest request) throws IOException {
    try {
      return request.getUrl().toURI();
    } catch (URISyntaxException e) {
      throw new IOException("Not an address: " + e.getReason(), e);
    }
  }

  /** The store wants to know the length of a body before it, so nothing goes in chunks. */
  private static BodyPublisher body(HttpRequest request) {
    BinaryData body = request.getBodyAsBinaryData();
    boolean none =
        request.getHttpMethod() == HttpMethod.GET || request.getHttpMethod() == HttpMethod.HEAD;
    Long length = body == null ? null : body.getLength();
    if (none || body == null || (length != null && length == 0)) {
      return BodyPublishers.noBody();
    }
    return length == null
        ? BodyPublishers.ofByteArray(body.toBytes())
        : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(body::toStream), length);
  }

  private static SSLContext trusting(Path pemFile) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {TrustedCertificates.withSystemRoots(pemFile)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JVM has TLS", e);
    }
  }
}
