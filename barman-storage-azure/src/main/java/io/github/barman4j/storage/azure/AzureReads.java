/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import com.azure.core.util.DateTimeRfc1123;
import com.azure.storage.blob.models.BlobStorageException;
import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PreconditionFailedException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects and their metadata. The SDK's streams ask anew for every few mebibytes; an object
 * is read with one request here, which goes through the SDK's pipeline as all others.
 */
final class AzureReads {

  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");
  private static final int FIRST_ERROR = 300;

  private final AzureContext context;

  AzureReads(AzureContext context) {
    this.context = context;
  }

  ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
    HttpResponse response = open(key, options);
    try {
      return content(key, options.range(), response);
    } catch (ObjectStoreException | RuntimeException e) {
      response.close();
      throw e;
    }
  }

  /** Azurite answers that a condition on nothing is not met. */
  private HttpResponse open(ObjectKey key, GetOptions options) throws ObjectStoreException {
    try {
      return context.exceptions().call("get", key, () -> send(key, options));
    } catch (PreconditionFailedException e) {
      head(key);
      throw e;
    }
  }

  ObjectMetadata head(ObjectKey key) throws ObjectStoreException {
    return context
        .exceptions()
        .call(
            "head",
            key,
            () -> AzureContext.metadata(key, context.requests().blob(key).getProperties()));
  }

  private HttpResponse send(ObjectKey key, GetOptions options) {
    HttpResponse response =
        context
            .client()
            .getHttpPipeline()
            .sendSync(context.requests().get(key, options), Context.NONE);
    if (response.getStatusCode() < FIRST_ERROR) {
      return response;
    }
    response.close();
    throw new BlobStorageException("Status code " + response.getStatusCode(), response, null);
  }

  private ObjectContent content(ObjectKey key, @Nullable ByteRange range, HttpResponse response)
      throws ObjectStoreException {
    long length = length(key, response);
    ObjectMetadata metadata =
        new ObjectMetadata(
            key,
            range == null ? length : size(key, range, response),
            time(response),
            AzureContext.etag(response.getHeaderValue(HttpHeaderName.ETAG)));
    return new ObjectContent(
        metadata, new AzureContentStream(response, context.exceptions(), key, length));
  }

  private long length(ObjectKey key, HttpResponse response) throws ObjectStoreException {
    String length = response.getHeaderValue(HttpHeaderName.CONTENT_LENGTH);
    if (length == null) {
      throw context.exceptions().failure("get", key, "the answer has no Content-Length", null);
    }
    return Long.parseLong(length);
  }

  private static Instant time(HttpResponse response) {
    String time = response.getHeaderValue(HttpHeaderName.LAST_MODIFIED);
    return AzureContext.time(time == null ? null : new DateTimeRfc1123(time).getDateTime());
  }

  private long size(ObjectKey key, ByteRange range, HttpResponse response)
      throws ObjectStoreException {
    String answered = response.getHeaderValue(HttpHeaderName.CONTENT_RANGE);
    Matcher matcher = CONTENT_RANGE.matcher(String.valueOf(answered));
    if (!matcher.matches()
        || Long.parseLong(matcher.group(1)) != range.offset()
        || Long.parseLong(matcher.group(3)) <= range.offset()) {
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
}
