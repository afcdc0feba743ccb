/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpMediaType;
import com.google.api.client.http.MultipartContent;
import com.google.api.client.http.json.JsonHttpContent;
import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.model.ComposeRequest;
import com.google.api.services.storage.model.StorageObject;
import com.google.cloud.storage.BlobId;
import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.WriteCondition;
import io.github.barman4j.storage.spi.upload.PartBody;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Builds the requests that touch an object, so that encryption and storage class are on every one
 * that needs them.
 */
final class GcsRequests {

  static final int INCOMPLETE = 308;

  /** What a cancelled upload, and one that is gone already, answer. */
  static final Set<Integer> CANCELLED = Set.of(499, 404, 410);

  static final String CONTENT_TYPE = "application/octet-stream";

  private static final String CONTENT_RANGE = "Content-Range";

  /** Generations are times in microseconds, so no object has this one. */
  private static final long NO_GENERATION = 1;

  private final GcsLocation location;
  private final @Nullable String kmsKeyName;
  private final @Nullable String storageClass;

  GcsRequests(GcsOptions options) {
    location = options.location();
    kmsKeyName = options.find(GcsSettings.KMS_KEY_NAME).orElse(null);
    storageClass = options.find(GcsSettings.STORAGE_CLASS).orElse(null);
  }

  /** Writes an object in one request, which is refused if the bytes arrive with an error. */
  GcsHttp.Request insert(GcsWrite write, PartBody body, GcsChecksum checksum) {
    StorageObject resource = resource(write).setCrc32c(checksum.base64());
    MultipartContent content = new MultipartContent("barman4j-" + UUID.randomUUID());
    content.setMediaType(
        new HttpMediaType("multipart/related").setParameter("boundary", content.getBoundary()));
    content.addPart(part(json(resource)));
    content.addPart(part(new GcsPartContent(body, 0, body.size())));
    return new GcsHttp.Request("POST", uploadUrl("multipart", write.condition()), content);
  }

  /** Begins a resumable upload; the answer's Location is its address. */
  GcsHttp.Request begin(GcsWrite write) {
    return new GcsHttp.Request(
        "POST",
        uploadUrl("resumable", write.condition()),
        Map.of("X-Upload-Content-Type", CONTENT_TYPE),
        json(resource(write)),
        Set.of());
  }

  /** Sends bytes of an object whose size is not known yet. */
  GcsHttp.Request chunk(String address, GcsPartContent content, long offset) {
    String range =
        String.format(Locale.ROOT, "bytes %d-%d/*", offset, offset + content.getLength() - 1);
    return resumable(address, Map.of(CONTENT_RANGE, range), content);
  }

  /** Sends the last bytes of an object, and has it made if the checksum is right. */
  GcsHttp.Request finish(String address, GcsPartContent content, GcsChecksum whole) {
    long offset = whole.size() - content.getLength();
    String bytes =
        content.getLength() == 0
            ? "*"
            : String.format(Locale.ROOT, "%d-%d", offset, whole.size() - 1);
    Map<String, String> headers = new HashMap<>();
    headers.put(CONTENT_RANGE, "bytes " + bytes + "/" + whole.size());
    headers.put("x-goog-hash", "crc32c=" + whole.base64());
    return resumable(address, headers, content.getLength() == 0 ? null : content);
  }

  /** Asks how far an upload is. */
  GcsHttp.Request status(String address) {
    return resumable(address, Map.of(CONTENT_RANGE, "bytes */*"), null);
  }

  GcsHttp.Request cancel(String address) {
    return new GcsHttp.Request("DELETE", address, Map.of(), null, CANCELLED);
  }

  GcsHttp.Request head(ObjectKey key) {
    return new GcsHttp.Request("GET", objectUrl(key, Map.of()), null);
  }

  GcsHttp.Request get(ObjectKey key, GetOptions options) {
    Map<String, String> query = new LinkedHashMap<>(Map.of("alt", "media"));
    String wanted = options.ifMatch();
    if (wanted != null) {
      query.put("ifGenerationMatch", "" + generation(wanted));
    }
    ByteRange range = options.range();
    return new GcsHttp.Request(
        "GET",
        objectUrl(key, query),
        range == null ? Map.of() : Map.of("Range", range.toHttpHeader()),
        null,
        Set.of());
  }

  /** Composes objects; the SDK's own method leaves the key of Cloud KMS out. */
  GcsHttp.Request compose(GcsWrite target, List<GcsPart> parts) {
    List<ComposeRequest.SourceObjects> sources =
        parts.stream()
            .map(
                part ->
                    new ComposeRequest.SourceObjects()
                        .setName(location.fullPrefix(part.name()))
                        .setGeneration(part.generation()))
            .toList();
    ComposeRequest content =
        new ComposeRequest().setSourceObjects(sources).setDestination(resource(target));
    String url = objectUrl(target.key(), "/compose", writing(target.condition()));
    return new GcsHttp.Request("POST", url, json(content));
  }

  /**
   * Copies an object, or goes on copying it.
   *
   * @param token of the answer before; null at first
   */
  GcsHttp.Request rewrite(ObjectKey source, GcsWrite target, @Nullable String token) {
    Map<String, String> query = conditional(target.condition());
    if (kmsKeyName != null) {
      query.put("destinationKmsKeyName", kmsKeyName);
    }
    if (token != null) {
      query.put("rewriteToken", token);
    }
    String to =
        "/rewriteTo/b/" + location.bucket() + "/o/" + encoded(location.fullKey(target.key()));
    return new GcsHttp.Request("POST", objectUrl(source, to, query), json(resource(target)));
  }

  BlobId id(ObjectKey key) {
    return BlobId.of(location.bucket(), location.fullKey(key));
  }

  /** Returns the generation that an etag is; one that no object has if it is none. */
  static long generation(String etag) {
    return etag.matches("\\d{1,18}")
        ? Math.max(NO_GENERATION, Long.parseLong(etag))
        : NO_GENERATION;
  }

  private StorageObject resource(GcsWrite write) {
    return new StorageObject()
        .setName(location.fullKey(write.key()))
        .setContentType(CONTENT_TYPE)
        .setStorageClass(storageClass)
        .setMetadata(write.metadata());
  }

  private static GcsHttp.Request resumable(
      String address, Map<String, String> headers, @Nullable HttpContent content) {
    return new GcsHttp.Request("PUT", address, headers, content, Set.of(INCOMPLETE));
  }

  private String uploadUrl(String type, WriteCondition condition) {
    Map<String, String> query = writing(condition);
    query.put("uploadType", type);
    return "/upload/storage/v1/b/" + location.bucket() + "/o" + query(query);
  }

  private Map<String, String> writing(WriteCondition condition) {
    Map<String, String> query = conditional(condition);
    if (kmsKeyName != null) {
      query.put("kmsKeyName", kmsKeyName);
    }
    return query;
  }

  private static Map<String, String> conditional(WriteCondition condition) {
    Map<String, String> query = new LinkedHashMap<>();
    if (condition instanceof WriteCondition.IfAbsent) {
      query.put("ifGenerationMatch", "0");
    }
    if (condition instanceof WriteCondition.IfMatch ifMatch) {
      query.put("ifGenerationMatch", "" + generation(ifMatch.etag()));
    }
    return query;
  }

  private String objectUrl(ObjectKey key, Map<String, String> query) {
    return objectUrl(key, "", query);
  }

  private String objectUrl(ObjectKey key, String action, Map<String, String> query) {
    return "/storage/v1/b/"
        + location.bucket()
        + "/o/"
        + encoded(location.fullKey(key))
        + action
        + query(query);
  }

  private static String query(Map<String, String> query) {
    return query.entrySet().stream()
        .map(pair -> pair.getKey() + "=" + encoded(pair.getValue()))
        .collect(Collectors.joining("&", query.isEmpty() ? "" : "?", ""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static JsonHttpContent json(GenericJson resource) {
    return new JsonHttpContent(GsonFactory.getDefaultInstance(), resource);
  }

  private static MultipartContent.Part part(HttpContent content) {
    return new MultipartContent.Part(new HttpHeaders().setAcceptEncoding(null), content);
  }
}
