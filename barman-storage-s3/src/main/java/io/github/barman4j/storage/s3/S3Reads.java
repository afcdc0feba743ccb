/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Reads objects and their metadata. */
final class S3Reads {

  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");

  private final S3Context context;

  /** An answer to HEAD has no body, so its 404 may also mean that there is no bucket. */
  private volatile boolean bucketSeen;

  S3Reads(S3Context context) {
    this.context = context;
  }

  ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
    ResponseInputStream<GetObjectResponse> in =
        context
            .exceptions()
            .call(
                "get", key, () -> context.client().getObject(context.requests().get(key, options)));
    bucketSeen = true;
    try {
      return content(key, options, in);
    } catch (ObjectStoreException | RuntimeException e) {
      in.abort();
      throw e;
    }
  }

  ObjectMetadata head(ObjectKey key) throws ObjectStoreException {
    return S3Context.metadata(key, headOf(key));
  }

  /** Returns all that the store says of an object. */
  HeadObjectResponse headOf(ObjectKey key) throws ObjectStoreException {
    try {
      HeadObjectResponse head = context.client().headObject(context.requests().head(key));
      bucketSeen = true;
      return head;
    } catch (SdkException e) {
      throw context.exceptions().translate("head", key, reason(key, e));
    }
  }

  /** An answer to HEAD has no body: neither a missing bucket nor an expired token can be told. */
  private SdkException reason(ObjectKey key, SdkException failure) {
    boolean notFound = S3Exceptions.kind(failure) == S3Exceptions.Kind.NOT_FOUND;
    if (notFound ? bucketSeen : !S3Exceptions.isBare(failure)) {
      return failure;
    }
    try {
      context.client().getObject(context.requests().get(key, GetOptions.all())).abort();
    } catch (SdkException e) {
      if (S3Exceptions.kind(e) != S3Exceptions.Kind.NOT_FOUND) {
        return e;
      }
    }
    bucketSeen = true;
    return failure;
  }

  private ObjectContent content(
      ObjectKey key, GetOptions options, ResponseInputStream<GetObjectResponse> in)
      throws ObjectStoreException {
    GetObjectResponse response = in.response();
    Long length = response.contentLength();
    if (length == null) {
      throw context.exceptions().failure("get", key, "the answer has no Content-Length", null);
    }
    ObjectMetadata metadata =
        new ObjectMetadata(
            key,
            size(key, options.range(), response),
            S3Context.time(response.lastModified()),
            S3Context.etag(response.eTag()));
    return new ObjectContent(metadata, new S3ContentStream(in, context.exceptions(), key, length));
  }

  private long size(ObjectKey key, @Nullable ByteRange range, GetObjectResponse response)
      throws ObjectStoreException {
    if (range == null) {
      return response.contentLength();
    }
    Matcher matcher = CONTENT_RANGE.matcher(String.valueOf(response.contentRange()));
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) != range.offset()) {
      throw context
          .exceptions()
          .failure(
              "get",
              key,
              "asked for "
                  + range.toHttpHeader()
                  + ", the store answered with "
                  + response.contentRange(),
              null);
    }
    return Long.parseLong(matcher.group(3));
  }
}
