/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobProperties;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** What every operation needs. */
record AzureContext(
    BlobContainerClient client,
    AzureOptions options,
    AzureAccess access,
    AzureRequests requests,
    AzureExceptions exceptions) {

  static AzureContext of(BlobContainerClient client, AzureOptions options, AzureAccess access) {
    return new AzureContext(
        client,
        options,
        access,
        new AzureRequests(client, options),
        new AzureExceptions(options.location()));
  }

  AzureLocation location() {
    return options.location();
  }

  static ObjectMetadata metadata(ObjectKey key, BlobProperties properties) {
    return new ObjectMetadata(
        key,
        properties.getBlobSize(),
        time(properties.getLastModified()),
        etag(properties.getETag()));
  }

  static Instant time(@Nullable OffsetDateTime time) {
    return time == null ? Instant.EPOCH : time.toInstant();
  }

  /** Lists give etags without quotes, answers with them. */
  static String etag(@Nullable String etag) {
    return etag == null ? "" : etag.replace("\"", "");
  }

  static String quoted(String etag) {
    return "\"" + etag + "\"";
  }
}
