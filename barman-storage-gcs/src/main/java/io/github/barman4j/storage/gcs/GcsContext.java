/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.api.client.http.HttpResponse;
import com.google.api.client.util.DateTime;
import com.google.api.services.storage.model.StorageObject;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;

/** What every operation needs. */
record GcsContext(
    Storage client,
    GcsHttp http,
    GcsOptions options,
    GcsRequests requests,
    GcsExceptions exceptions) {

  static GcsContext of(Storage client, GcsOptions options) {
    return new GcsContext(
        client,
        GcsHttp.of(client, options),
        options,
        new GcsRequests(options),
        new GcsExceptions(options.location()));
  }

  GcsLocation location() {
    return options.location();
  }

  /** Asks for what the store tells of an object. */
  StorageObject resource(ObjectKey key) {
    return http.repeat(() -> resource(http.send(requests.head(key))));
  }

  static StorageObject resource(HttpResponse response) throws IOException {
    return response.parseAs(StorageObject.class);
  }

  static ObjectMetadata metadata(ObjectKey key, StorageObject resource) {
    return new ObjectMetadata(
        key,
        Objects.requireNonNullElse(resource.getSize(), BigInteger.ZERO).longValueExact(),
        time(resource.getTimeCreated()),
        String.valueOf(resource.getGeneration()));
  }

  static ObjectMetadata metadata(ObjectKey key, Blob blob) {
    OffsetDateTime created = blob.getCreateTimeOffsetDateTime();
    return new ObjectMetadata(
        key,
        Objects.requireNonNullElse(blob.getSize(), 0L),
        created == null ? Instant.EPOCH : created.toInstant(),
        String.valueOf(blob.getGeneration()));
  }

  private static Instant time(DateTime time) {
    return time == null ? Instant.EPOCH : Instant.ofEpochMilli(time.getValue());
  }
}
