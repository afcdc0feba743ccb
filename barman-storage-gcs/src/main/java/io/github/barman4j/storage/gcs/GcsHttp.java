/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.EmptyContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.json.JsonObjectParser;
import com.google.api.client.json.gson.GsonFactory;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Requests that the SDK has no method for, over its connections and with its credentials: uploads
 * that can be abandoned, and reads whose answer is the object itself. Thread-safe.
 */
final class GcsHttp {

  static final Duration FIRST_DELAY = Duration.ofMillis(250);
  static final Duration LONGEST_DELAY = Duration.ofSeconds(16);

  private static final int MOST_DOUBLINGS = 6;

  /** Once with the token there is, once with a new one. */
  private static final int RETRIES_WITH_NEW_TOKEN = 1;

  private final HttpRequestFactory requests;
  private final String root;
  private final int attempts;

  private GcsHttp(HttpRequestFactory requests, String root, int attempts) {
    this.requests = requests;
    this.root = root;
    this.attempts = attempts;
  }

  static GcsHttp of(Storage storage, GcsOptions options) {
    StorageOptions client = storage.getOptions();
    if (!(client.getTransportOptions() instanceof HttpTransportOptions transport)) {
      throw new IllegalArgumentException(
          "The client speaks gRPC; one made with StorageOptions.http() is needed");
    }
    return new GcsHttp(
        transport
            .getHttpTransportFactory()
            .create()
            .createRequestFactory(transport.getHttpRequestInitializer(client)),
        client.getResolvedApiaryHost("storage").replaceAll("/+$", ""),
        options.get(GcsSettings.MAX_ATTEMPTS));
  }

  /**
   * A request.
   *
   * @param url absolute, or a path
   * @param accepted statuses that are no errors though they do not begin with 2
   */
  record Request(
      String method,
      String url,
      Map<String, String> headers,
      @Nullable HttpContent content,
      Set<Integer> accepted) {

    Request(String method, String url, @Nullable HttpContent content) {
      this(method, url, Map.of(), content, Set.of());
    }
  }

  /** What is tried, and tried again. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws IOException;
  }

  /**
   * Runs an attempt until it succeeds, fails for good, or has been tried often enough.
   *
   * @throws StorageException as the SDK does, of the last attempt; those before are suppressed in
   *     it
   */
  <T> T repeat(Attempt<T> attempt) {
    List<StorageException> before = new ArrayList<>();
    for (int count = 1; ; count++) {
      try {
        return attempt.run();
      } catch (IllegalStateException e) {
        throw after(before, GcsExceptions.tokenRefused(e));
      } catch (IOException e) {
        StorageException failure = StorageException.translate(e);
        if (count >= attempts || !GcsExceptions.mayPass(failure) || !pause(count)) {
          throw after(before, failure);
        }
        before.add(failure);
      }
    }
  }

  private static StorageException after(List<StorageException> before, StorageException last) {
    before.forEach(last::addSuppressed);
    return last;
  }

  /** Sends a request once; the caller reads the answer to its end, or disconnects it. */
  HttpResponse send(Request request) throws IOException {
    HttpRequest http =
        requests.buildRequest(
            request.method(), new GenericUrl(absolute(request.url()), true), content(request));
    http.setThrowExceptionOnExecuteError(false)
        .setFollowRedirects(false)
        .setNumberOfRetries(RETRIES_WITH_NEW_TOKEN)
        .setParser(new JsonObjectParser(GsonFactory.getDefaultInstance()))
        .setResponseReturnRawInputStream(true);
    HttpHeaders headers = http.getHeaders();
    request.headers().forEach(headers::set);
    HttpResponse response = http.execute();
    if (response.isSuccessStatusCode() || request.accepted().contains(response.getStatusCode())) {
      return response;
    }
    throw GoogleJsonResponseException.from(GsonFactory.getDefaultInstance(), response);
  }

  private String absolute(String url) {
    return url.startsWith("/") ? root + url : url;
  }

  /** The store wants a length of 0 to be stated. */
  private static @Nullable HttpContent content(Request request) {
    boolean bodyless = request.method().equals("GET") || request.content() != null;
    return bodyless ? request.content() : new EmptyContent();
  }

  /** Tells whether the pause passed without an interrupt. */
  private static boolean pause(int count) {
    long delay = FIRST_DELAY.toMillis() << Math.min(count - 1, MOST_DOUBLINGS);
    try {
      Thread.sleep(delay / 2 + ThreadLocalRandom.current().nextLong(delay));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
