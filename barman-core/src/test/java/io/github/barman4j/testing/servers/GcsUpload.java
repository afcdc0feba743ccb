/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A resumable upload: chunks in a row, each but the last of a multiple of 256 KiB. */
final class GcsUpload {
  private static final Pattern RANGE = Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(\\d+|\\*)");
  private static final int QUANTUM = 256 << 10;

  private final GcsBucket bucket;
  private final String name;
  private final Map<String, @Nullable Object> given;
  private final GcsConditions conditions;
  private GcsContent content = GcsContent.EMPTY;
  private @Nullable GcsObject finished;

  GcsUpload(
      GcsBucket bucket,
      String name,
      Map<String, @Nullable Object> given,
      GcsConditions conditions) {
    this.bucket = bucket;
    this.name = name;
    this.given = given;
    this.conditions = conditions;
  }

  synchronized boolean isOpen() {
    return finished == null;
  }

  String name() {
    return name;
  }

  synchronized boolean hasBytes() {
    return content.size() > 0;
  }

  boolean isIn(GcsBucket wanted, String prefix) {
    return bucket == wanted && name.startsWith(prefix);
  }

  /**
   * Takes a chunk, or tells how far the upload is.
   *
   * @param isShort only half of a chunk is kept
   */
  synchronized GcsAnswer take(GcsCall call, GcsBlocks blocks, boolean isShort) throws IOException {
    Matcher range = RANGE.matcher(call.headers().getOrDefault("Content-Range", "bytes */*"));
    if (!range.matches()) {
      throw GcsFailure.invalid("Failed to parse Content-Range header.");
    }
    String total = range.group(3);
    if (finished == null && range.group(1) != null) {
      append(call, Long.parseLong(range.group(1)), Long.parseLong(range.group(2)), blocks, isShort);
    }
    if (finished == null && total.equals("" + content.size())) {
      finished = finish(call.headers().get("x-goog-hash"));
    }
    return finished == null ? incomplete() : GcsAnswer.json(200, finished.json());
  }

  private void append(GcsCall call, long first, long last, GcsBlocks blocks, boolean isShort)
      throws IOException {
    long length = last - first + 1;
    boolean isLast = !call.headers().get("Content-Range").endsWith("/*");
    if (first > content.size()) {
      throw new GcsFailure(
          503, "backendError", "Expected byte " + content.size() + " next, got " + first);
    }
    if (!isLast && length % QUANTUM != 0) {
      throw GcsFailure.invalid("Chunks are multiples of 262144 bytes, got " + length);
    }
    long known = content.size() - first;
    call.body().skipNBytes(Math.min(known, length));
    long wanted = Math.max(0, length - known);
    content = content.with(blocks.take(call.body(), isShort ? half(wanted) : wanted));
  }

  private static long half(long length) {
    return length / 2 / QUANTUM * QUANTUM;
  }

  private GcsObject finish(@Nullable String hash) {
    GcsBucket.GcsWrite write = GcsBucket.GcsWrite.of(name, content, given, 0);
    if (hash != null && !hash.contains("crc32c=" + GcsObject.base64(write.crc32c()))) {
      throw GcsFailure.invalid("Provided " + hash + " doesn't match the content's CRC32C.");
    }
    return bucket.put(write, conditions);
  }

  private GcsAnswer incomplete() {
    GcsAnswer answer = GcsAnswer.empty(308);
    return content.size() == 0 ? answer : answer.with("Range", "bytes=0-" + (content.size() - 1));
  }
}
