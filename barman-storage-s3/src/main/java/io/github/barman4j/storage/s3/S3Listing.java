/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStoreException;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists keys, a page a call. */
final class S3Listing {

  private final S3Context context;

  S3Listing(S3Context context) {
    this.context = context;
  }

  ListPage list(ListRequest request) throws ObjectStoreException {
    ListObjectsV2Response response =
        context
            .exceptions()
            .call("list", "'" + request.prefix() + "'", () -> listDecoded(toRequest(request)));
    String token = response.nextContinuationToken();
    return new ListPage(
        response.contents().stream().flatMap(this::metadata).toList(),
        prefixes(response),
        Boolean.TRUE.equals(response.isTruncated()) ? token : null);
  }

  /** Ceph repeats the request's prefix as it is, on which the SDK's decoder can choke. */
  private ListObjectsV2Response listDecoded(ListObjectsV2Request request) {
    try {
      return context.client().listObjectsV2(request);
    } catch (IllegalArgumentException e) {
      return context
          .client()
          .listObjectsV2(request.toBuilder().encodingType((String) null).build());
    }
  }

  /** Keys may hold what XML cannot, so they come encoded; the SDK decodes them. */
  private ListObjectsV2Request toRequest(ListRequest request) {
    S3Location location = context.location();
    ListObjectsV2Request.Builder builder =
        ListObjectsV2Request.builder()
            .bucket(location.bucket())
            .prefix(location.fullPrefix(request.prefix()))
            .delimiter(request.delimiter())
            .continuationToken(request.pageToken())
            .encodingType(EncodingType.URL)
            .maxKeys(request.pageSize());
    String startAfter = request.startAfter();
    return startAfter == null
        ? builder.build()
        : builder.startAfter(location.fullPrefix(startAfter)).build();
  }

  private Stream<ObjectMetadata> metadata(S3Object object) {
    return context
        .location()
        .relative(object.key())
        .map(
            key ->
                new ObjectMetadata(
                    key,
                    object.size(),
                    S3Context.time(object.lastModified()),
                    S3Context.etag(object.eTag())))
        .stream();
  }

  private List<String> prefixes(ListObjectsV2Response response) {
    return response.commonPrefixes().stream()
        .map(prefix -> context.location().relativePrefix(prefix.prefix()))
        .toList();
  }
}
