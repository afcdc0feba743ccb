/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the JSON API of Google Cloud Storage does, without HTTP. Thread-safe. */
final class GcsApi {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
  private static final int MAX_COMPONENTS = 32;
  private static final long REWRITTEN_AT_ONCE = 1 << 20;

  private final GcsBlocks blocks;
  private final Map<String, GcsBucket> buckets = new ConcurrentHashMap<>();
  private final Map<String, GcsUpload> uploads = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();

  GcsApi(GcsBlocks blocks) {
    this.blocks = blocks;
  }

  GcsBucket bucket(String name) {
    GcsBucket bucket = buckets.get(name);
    if (bucket == null) {
      throw GcsFailure.noBucket();
    }
    return bucket;
  }

  void createBucket(String name) {
    if (buckets.putIfAbsent(name, new GcsBucket(name)) != null) {
      throw new GcsFailure(409, "conflict", "You already own this bucket: " + name);
    }
  }

  int openUploads() {
    return (int) uploads.values().stream().filter(GcsUpload::isOpen).count();
  }

  List<String> uploadsWithBytes(String bucket, String prefix) {
    return uploads.values().stream()
        .filter(
            upload -> upload.isOpen() && upload.hasBytes() && upload.isIn(bucket(bucket), prefix))
        .map(GcsUpload::name)
        .toList();
  }

  void forget(GcsCall call) {
    uploads.remove(call.query().getOrDefault("upload_id", ""));
  }

  GcsAnswer answer(GcsCall call, @Nullable GcsFault fault) {
    try {
      return switch (call.path().get(0)) {
        case "upload" -> upload(call, fault == GcsFault.SHORT);
        case "download" -> objects(call, call.path().subList(4, call.path().size()));
        default -> storage(call, call.path().subList(3, call.path().size()));
      };
    } catch (GcsFailure e) {
      return GcsAnswer.of(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the part of the path behind {@code /storage/v1/b}. */
  private GcsAnswer storage(GcsCall call, List<String> path) throws IOException {
    if (path.isEmpty()) {
      String name = (String) call.json().get("name");
      createBucket(name);
      return GcsAnswer.json(200, Map.of("kind", "storage#bucket", "name", name));
    }
    bucket(path.get(0));
    return path.size() == 1
        ? GcsAnswer.json(200, Map.of("kind", "storage#bucket", "name", path.get(0)))
        : objects(call, path);
  }

  private GcsAnswer objects(GcsCall call, List<String> path) throws IOException {
    GcsBucket bucket = bucket(path.get(0));
    if (path.size() == 2) {
      return GcsAnswer.json(200, bucket.list(call.query()));
    }
    String name = path.get(2);
    if (path.size() == 4) {
      return GcsAnswer.json(200, compose(call, bucket, name).json());
    }
    if (path.size() > 4) {
      return rewrite(call, bucket.get(name, source(call)), bucket(path.get(5)), path.get(7));
    }
    return object(call, bucket, name);
  }

  private GcsAnswer object(GcsCall call, GcsBucket bucket, String name) throws IOException {
    GcsConditions conditions = new GcsConditions(call.query());
    return switch (call.method()) {
      case "GET" -> read(call, bucket.get(name, conditions));
      case "PATCH" -> GcsAnswer.json(200, bucket.patch(name, call.json(), conditions).json());
      case "DELETE" -> {
        bucket.delete(name, conditions);
        yield GcsAnswer.empty(204);
      }
      default -> throw GcsFailure.invalid("Unknown method " + call.method());
    };
  }

  private static GcsAnswer read(GcsCall call, GcsObject object) {
    if (!"media".equals(call.query().get("alt"))) {
      return GcsAnswer.json(200, object.json());
    }
    Matcher range = RANGE.matcher(call.headers().getOrDefault("Range", ""));
    GcsAnswer media = range.matches() ? part(object, range) : whole(object);
    return media
        .with("Content-Type", "application/octet-stream")
        .with("Last-Modified", httpDate(object))
        .with("x-goog-generation", "" + object.generation())
        .with("x-goog-metageneration", "" + object.metageneration())
        .with("x-goog-stored-content-length", "" + object.content().size())
        .with("x-goog-hash", object.hash());
  }

  private static String httpDate(GcsObject object) {
    return java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
        object.created().atOffset(java.time.ZoneOffset.UTC));
  }

  private static GcsAnswer whole(GcsObject object) {
    GcsContent content = object.content();
    return new GcsAnswer(200, Map.of(), content, 0, content.size());
  }

  private static GcsAnswer part(GcsObject object, Matcher range) {
    long size = object.content().size();
    long first = Long.parseLong(range.group(1));
    if (first >= size) {
      throw new GcsFailure(
          416, "requestedRangeNotSatisfiable", "The requested range cannot be satisfied.");
    }
    long wanted = range.group(2).isEmpty() ? size : Long.parseLong(range.group(2));
    long last = Math.min(wanted, size - 1);
    return new GcsAnswer(206, Map.of(), object.content(), first, last - first + 1)
        .with("Content-Range", "bytes " + first + "-" + last + "/" + size);
  }

  @SuppressWarnings("unchecked")
  private static GcsObject compose(GcsCall call, GcsBucket bucket, String name) throws IOException {
    Map<String, Object> json = call.json();
    List<Object> sources = (List<Object>) json.getOrDefault("sourceObjects", List.of());
    if (sources.isEmpty() || sources.size() > MAX_COMPONENTS) {
      throw GcsFailure.invalid("Compose takes 1 to 32 objects, got " + sources.size());
    }
    GcsContent content = GcsContent.EMPTY;
    int components = 0;
    for (Object each : sources) {
      GcsObject source = component(bucket, (Map<String, Object>) each);
      content = content.with(source.content());
      components += Math.max(1, source.components());
    }
    Map<String, Object> given = given((Map<String, Object>) json.get("destination"), call);
    return bucket.put(
        GcsBucket.GcsWrite.of(name, content, given, components), new GcsConditions(call.query()));
  }

  private static GcsObject component(GcsBucket bucket, Map<String, Object> source) {
    Map<String, String> conditions = new HashMap<>();
    if (source.get("generation") != null) {
      conditions.put("ifGenerationMatch", "" + source.get("generation"));
    }
    return bucket.get((String) source.get("name"), new GcsConditions(conditions));
  }

  /** Copies at most a quarter a call, so that callers have to go on with the token. */
  private GcsAnswer rewrite(GcsCall call, GcsObject source, GcsBucket target, String name)
      throws IOException {
    long size = source.content().size();
    long step = Math.max(REWRITTEN_AT_ONCE, size / 4 + 1);
    long done = Long.parseLong(call.query().getOrDefault("rewriteToken", "0")) + step;
    Map<String, Object> answer = new HashMap<>();
    answer.put("kind", "storage#rewriteResponse");
    answer.put("objectSize", "" + size);
    answer.put("totalBytesRewritten", "" + Math.min(done, size));
    answer.put("done", done >= size);
    GcsConditions conditions = new GcsConditions(call.query());
    target.checkPut(name, conditions);
    if (done < size) {
      answer.put("rewriteToken", "" + done);
      return GcsAnswer.json(200, answer);
    }
    Map<String, Object> json = call.json();
    Map<String, @Nullable Object> given = given(json.isEmpty() ? source.given() : json, call);
    answer.put(
        "resource",
        target.put(GcsBucket.GcsWrite.of(name, source.content(), given, 0), conditions).json());
    return GcsAnswer.json(200, answer);
  }

  private static GcsConditions source(GcsCall call) {
    Map<String, String> conditions = new HashMap<>();
    String wanted = call.query().get("ifSourceGenerationMatch");
    if (wanted != null) {
      conditions.put("ifGenerationMatch", wanted);
    }
    return new GcsConditions(conditions);
  }

  private GcsAnswer upload(GcsCall call, boolean isShort) throws IOException {
    String id = call.query().get("upload_id");
    GcsBucket bucket = bucket(call.path().get(4));
    if (id != null) {
      return resume(call, id, isShort);
    }
    return switch (call.query().getOrDefault("uploadType", "")) {
      case "resumable" -> begin(call, bucket);
      case "multipart" -> multipart(call, bucket);
      default -> insert(call, bucket, Map.of(), call.body());
    };
  }

  private GcsAnswer begin(GcsCall call, GcsBucket bucket) throws IOException {
    Map<String, Object> given = given(call.json(), call);
    GcsConditions conditions = new GcsConditions(call.query());
    String name = name(call, given);
    bucket.checkPut(name, conditions);
    String id = "upload-" + numbers.incrementAndGet();
    uploads.put(id, new GcsUpload(bucket, name, given, conditions));
    String location =
        "http://%s/%s?uploadType=resumable&upload_id=%s"
            .formatted(call.headers().get("Host"), String.join("/", call.path()), id);
    return GcsAnswer.empty(200).with("Location", location);
  }

  private GcsAnswer resume(GcsCall call, String id, boolean isShort) throws IOException {
    GcsUpload upload = uploads.get(id);
    if (upload == null) {
      throw new GcsFailure(404, "notFound", "No such upload: " + id);
    }
    if (call.method().equals("DELETE")) {
      uploads.remove(id);
      return GcsAnswer.empty(499);
    }
    try {
      return upload.take(call, blocks, isShort);
    } catch (GcsFailure e) {
      if (e.status() != 503) {
        uploads.remove(id);
      }
      throw e;
    }
  }

  /** Takes metadata and content as one body. */
  private GcsAnswer multipart(GcsCall call, GcsBucket bucket) throws IOException {
    GcsMultipart parts = GcsMultipart.open(call);
    Map<String, Object> given = JsonText.object(parts.next());
    return insert(call, bucket, given, parts.last());
  }

  private GcsAnswer insert(
      GcsCall call, GcsBucket bucket, Map<String, Object> given, InputStream body)
      throws IOException {
    GcsConditions conditions = new GcsConditions(call.query());
    String name = name(call, given);
    GcsContent content = blocks.take(body, Long.MAX_VALUE);
    GcsBucket.GcsWrite write = GcsBucket.GcsWrite.of(name, content, given(given, call), 0);
    return GcsAnswer.json(200, bucket.put(write, conditions).json());
  }

  private static String name(GcsCall call, Map<String, ?> given) {
    Object name = given.get("name");
    return name == null ? call.query().getOrDefault("name", "") : (String) name;
  }

  private static Map<String, @Nullable Object> given(@Nullable Map<String, ?> json, GcsCall call) {
    Map<String, @Nullable Object> given = new HashMap<>(json == null ? Map.of() : json);
    String key = call.query().getOrDefault("kmsKeyName", call.query().get("destinationKmsKeyName"));
    if (key != null) {
      given.put("kmsKeyName", key);
    }
    return given;
  }
}
