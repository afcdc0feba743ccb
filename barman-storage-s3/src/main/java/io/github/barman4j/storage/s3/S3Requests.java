/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.storage.WriteCondition;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * Builds the requests that touch an object, so that encryption and storage class are on every one
 * that needs them: they are headers, and come from the same three maps.
 */
final class S3Requests {

  /** User metadata that names a write, by which a write whose answer was lost is recognised. */
  static final String WRITE_ID = "barman4j-write";

  private static final String IF_NONE_MATCH = "If-None-Match";
  private static final String IF_MATCH = "If-Match";

  private final S3Location location;
  private final Map<String, String> create;
  private final Map<String, String> access;
  private final Map<String, String> copySource;

  /** S3 then checks the size; S3Proxy answers 501 to the header. */
  private final boolean statesSize;

  private final boolean hasTags;
  private final S3ObjectLock lock;
  private final InstantSource clock;

  S3Requests(S3Options options, InstantSource clock) {
    this.clock = clock;
    lock = options.objectLock();
    location = options.location();
    statesSize = options.isAws();
    hasTags = options.get(S3Settings.TAGS);
    S3Encryption encryption = options.encryption();
    create = new HashMap<>(encryption.createHeaders());
    options.find(S3Settings.STORAGE_CLASS).ifPresent(c -> create.put("x-amz-storage-class", c));
    access = encryption.accessHeaders();
    copySource = encryption.copySourceHeaders();
  }

  PutObjectRequest put(S3Write write) {
    Map<String, String> headers = created(write);
    headers.putAll(condition(write.condition()));
    return PutObjectRequest.builder()
        .checksumAlgorithm(checksum())
        .bucket(location.bucket())
        .key(location.fullKey(write.key()))
        .overrideConfiguration(with(headers))
        .build();
  }

  CreateMultipartUploadRequest create(S3Write write) {
    return CreateMultipartUploadRequest.builder()
        .checksumAlgorithm(checksum())
        .bucket(location.bucket())
        .key(location.fullKey(write.key()))
        .overrideConfiguration(with(created(write)))
        .build();
  }

  UploadPartRequest part(S3Part part) {
    return UploadPartRequest.builder()
        .checksumAlgorithm(checksum())
        .bucket(location.bucket())
        .key(location.fullKey(part.key()))
        .uploadId(part.uploadId())
        .partNumber(part.number())
        .overrideConfiguration(with(access))
        .build();
  }

  UploadPartCopyRequest partCopy(ObjectKey source, S3Part part, ByteRange range, String etag) {
    Map<String, String> headers = new HashMap<>(access);
    headers.putAll(copySource);
    return UploadPartCopyRequest.builder()
        .sourceBucket(location.bucket())
        .sourceKey(location.fullKey(source))
        .copySourceRange(range.toHttpHeader())
        .copySourceIfMatch(etag)
        .destinationBucket(location.bucket())
        .destinationKey(location.fullKey(part.key()))
        .uploadId(part.uploadId())
        .partNumber(part.number())
        .overrideConfiguration(with(headers))
        .build();
  }

  CompleteMultipartUploadRequest complete(
      S3Write write, String uploadId, List<CompletedPart> parts, long size) {
    Map<String, String> headers = new HashMap<>(access);
    headers.putAll(condition(write.condition()));
    return CompleteMultipartUploadRequest.builder()
        .bucket(location.bucket())
        .key(location.fullKey(write.key()))
        .uploadId(uploadId)
        .mpuObjectSize(statesSize ? size : null)
        .multipartUpload(upload -> upload.parts(parts))
        .overrideConfiguration(with(headers))
        .build();
  }

  AbortMultipartUploadRequest abort(ObjectKey key, String uploadId, Duration limit) {
    return AbortMultipartUploadRequest.builder()
        .bucket(location.bucket())
        .key(location.fullKey(key))
        .uploadId(uploadId)
        .overrideConfiguration(override -> override.apiCallTimeout(limit))
        .build();
  }

  /** Asks for the open uploads of a key, and of keys that begin with it. */
  ListMultipartUploadsRequest openUploads(ObjectKey key, Duration limit) {
    return ListMultipartUploadsRequest.builder()
        .bucket(location.bucket())
        .prefix(location.fullKey(key))
        .overrideConfiguration(override -> override.apiCallTimeout(limit))
        .build();
  }

  GetObjectRequest get(ObjectKey key, GetOptions options) {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder()
            .bucket(location.bucket())
            .key(location.fullKey(key))
            .ifMatch(options.ifMatch())
            .overrideConfiguration(with(access));
    ByteRange range = options.range();
    return range == null ? request.build() : request.range(range.toHttpHeader()).build();
  }

  HeadObjectRequest head(ObjectKey key) {
    return HeadObjectRequest.builder()
        .bucket(location.bucket())
        .key(location.fullKey(key))
        .overrideConfiguration(with(access))
        .build();
  }

  CopyObjectRequest copy(ObjectKey source, String etag, S3Write write) {
    Map<String, String> headers = new HashMap<>(create);
    headers.putAll(lock.headers(clock.instant()));
    headers.putAll(copySource);
    if (hasTags) {
      headers.put("x-amz-tagging-directive", "REPLACE");
      headers.putAll(tags(write));
    }
    return CopyObjectRequest.builder()
        .sourceBucket(location.bucket())
        .sourceKey(location.fullKey(source))
        .copySourceIfMatch(etag)
        .destinationBucket(location.bucket())
        .destinationKey(location.fullKey(write.key()))
        .overrideConfiguration(with(headers))
        .build();
  }

  DeleteObjectsRequest delete(Collection<ObjectKey> keys) {
    List<ObjectIdentifier> objects =
        keys.stream()
            .map(key -> ObjectIdentifier.builder().key(location.fullKey(key)).build())
            .toList();
    return DeleteObjectsRequest.builder()
        .bucket(location.bucket())
        .delete(delete -> delete.quiet(true).objects(objects))
        .build();
  }

  /** S3 demands a checksum of whatever is locked; null is what the client does by itself. */
  private @Nullable ChecksumAlgorithm checksum() {
    return lock.isNone() ? null : ChecksumAlgorithm.CRC32;
  }

  private Map<String, String> created(S3Write write) {
    Map<String, String> headers = new HashMap<>(create);
    headers.putAll(lock.headers(clock.instant()));
    headers.put("x-amz-meta-" + WRITE_ID, write.id());
    headers.putAll(tags(write));
    return headers;
  }

  private static Map<String, String> condition(WriteCondition condition) {
    if (condition instanceof WriteCondition.IfMatch ifMatch) {
      return Map.of(IF_MATCH, ifMatch.etag());
    }
    return condition instanceof WriteCondition.IfAbsent ? Map.of(IF_NONE_MATCH, "*") : Map.of();
  }

  private static Map<String, String> tags(S3Write write) {
    ObjectTags tags = write.tags();
    return tags.isEmpty() ? Map.of() : Map.of("x-amz-tagging", tagging(tags));
  }

  private static String tagging(ObjectTags tags) {
    return tags.values().entrySet().stream()
        .map(tag -> encoded(tag.getKey()) + "=" + encoded(tag.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static AwsRequestOverrideConfiguration with(Map<String, String> headers) {
    AwsRequestOverrideConfiguration.Builder builder = AwsRequestOverrideConfiguration.builder();
    headers.forEach(builder::putHeader);
    return builder.build();
  }
}
