/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.api.client.http.HttpResponse;
import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads objects and their metadata. */
final class GcsReads {

  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");
  private static final Pattern CRC32C = Pattern.compile("crc32c=([A-Za-z0-9+/=]{8})");

  private final GcsContext context;

  GcsReads(GcsContext context) {
    this.context = context;
  }

  ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
    HttpResponse response =
        context
            .exceptions()
            .call(
                "get",
                key,
                () ->
                    context
                        .http()
                        .repeat(() -> context.http().send(context.requests().get(key, options))));
    try {
      return content(key, options, response);
    } catch (IOException | RuntimeException e) {
      disconnect(response, e);
      throw e instanceof ObjectStoreException known
          ? known
          : context.exceptions().broken("get", key, String.valueOf(e.getMessage()), e);
    }
  }

  ObjectMetadata head(ObjectKey key) throws ObjectStoreException {
    return context
        .exceptions()
        .call("head", key, () -> GcsContext.metadata(key, context.resource(key)));
  }

  private ObjectContent content(ObjectKey key, GetOptions options, HttpResponse response)
      throws IOException {
    Long length = response.getHeaders().getContentLength();
    if (length == null) {
      throw context.exceptions().failure("get", key, "the answer has no Content-Length", null);
    }
    ObjectMetadata metadata =
        new ObjectMetadata(
            key,
            size(key, options.range(), response),
            time(response),
            header(response, "x-goog-generation").orElse(""));
    String crc32c = options.range() == null ? checksum(response) : null;
    return new ObjectContent(
        metadata, new GcsContentStream(response, context.exceptions(), key, length, crc32c));
  }

  private long size(ObjectKey key, @Nullable ByteRange range, HttpResponse response)
      throws ObjectStoreException {
    if (range == null) {
      return response.getHeaders().getContentLength();
    }
    String answered = String.valueOf(response.getHeaders().getContentRange());
    Matcher matcher = CONTENT_RANGE.matcher(answered);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) != range.offset()) {
      throw context
          .exceptions()
          .failure(
              "get",
              key,
              "asked for " + range.toHttpHeader() + ", the store answered with " + answered,
              null);
    }
    return Long.parseLong(matcher.group(3));
  }

  /** The store states MD5 and CRC32C in one header or in two. */
  private static @Nullable String checksum(HttpResponse response) {
    String hashes = String.join(",", response.getHeaders().getHeaderStringValues("x-goog-hash"));
    Matcher matcher = CRC32C.matcher(hashes);
    return matcher.find() ? matcher.group(1) : null;
  }

  private static Instant time(HttpResponse response) {
    try {
      return header(response, "last-modified")
          .map(text -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from))
          .orElse(Instant.EPOCH);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  private static Optional<String> header(HttpResponse response, String name) {
    return Optional.ofNullable(response.getHeaders().getFirstHeaderStringValue(name));
  }

  private static void disconnect(HttpResponse response, Exception cause) {
    try {
      response.disconnect();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
