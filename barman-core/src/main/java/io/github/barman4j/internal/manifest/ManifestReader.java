/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.internal.manifest.ManifestSummary.WalRange;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.TimelineId;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code backup_manifest} as it streams by; holds one file's entry at a time. For one
 * thread.
 */
public final class ManifestReader {

  /** The file's name below the data directory. */
  public static final String NAME = "backup_manifest";

  private static final String END = "Manifest-Checksum";
  private static final int LATEST_VERSION = 2;

  private final LineDigest source;
  private final JsonTokens json;
  private final Consumer<ManifestFile> visitor;
  private final List<WalRange> ranges = new ArrayList<>();
  private int version;
  private @Nullable SystemIdentifier identifier;
  private long files;
  private boolean ended;

  private ManifestReader(InputStream content, Consumer<ManifestFile> visitor) {
    this.source = new LineDigest(content);
    this.json = new JsonTokens(source);
    this.visitor = visitor;
  }

  /**
   * Reads a manifest to its end and checks its own checksum.
   *
   * @param visitor is given each file as it is read, before the checksum is known to be right
   * @throws MalformedManifestException if it is not what PostgreSQL writes, or the checksum is
   *     wrong
   * @throws IOException what the stream throws
   */
  public static ManifestSummary read(InputStream content, Consumer<ManifestFile> visitor)
      throws IOException {
    ManifestReader reader = new ManifestReader(content, visitor);
    try {
      return reader.read();
    } catch (IllegalArgumentException e) {
      throw new MalformedManifestException(
          "before byte " + reader.source.total() + ": " + e.getMessage());
    }
  }

  private ManifestSummary read() throws IOException {
    eachKey(this::topLevel);
    if (json.peek() >= 0) {
      throw json.unexpected("the end");
    }
    if (!ended) {
      throw new MalformedManifestException("it has no " + END);
    }
    return new ManifestSummary(version, identifier, ranges, files);
  }

  private void topLevel(String key) throws IOException {
    if (ended) {
      throw new MalformedManifestException("expected nothing behind " + END + ", got " + key);
    }
    switch (key) {
      case "PostgreSQL-Backup-Manifest-Version" -> version = version(json.number());
      case "System-Identifier" -> identifier = SystemIdentifier.parse(json.number());
      case "Files" -> eachElement(this::file);
      case "WAL-Ranges" -> eachElement(this::range);
      case END -> end(json.string());
      default -> json.skip();
    }
  }

  private static int version(String number) throws MalformedManifestException {
    int version = Integer.parseInt(number);
    if (version < 1 || version > LATEST_VERSION) {
      throw new MalformedManifestException("expected version 1 or 2, got " + number);
    }
    return version;
  }

  private void file() throws IOException {
    Map<String, String> values = object();
    String encoded = values.get("Encoded-Path");
    String path =
        encoded == null
            ? required(values, "Path")
            : new String(HexFormat.of().parseHex(encoded), UTF_8);
    long size = Long.parseLong(required(values, "Size"));
    String algorithm = values.getOrDefault("Checksum-Algorithm", "");
    String checksum = algorithm.isEmpty() ? "" : required(values, "Checksum");
    visitor.accept(new ManifestFile(path, size, algorithm, checksum));
    files++;
  }

  private void range() throws IOException {
    Map<String, String> values = object();
    ranges.add(
        new WalRange(
            TimelineId.of(Long.parseLong(required(values, "Timeline"))),
            Lsn.parse(required(values, "Start-LSN")),
            Lsn.parse(required(values, "End-LSN"))));
  }

  private static String required(Map<String, String> values, String key)
      throws MalformedManifestException {
    String value = values.get(key);
    if (value == null) {
      throw new MalformedManifestException("an entry has no " + key + ": " + values);
    }
    return value;
  }

  private void end(String checksum) throws IOException {
    String actual = HexFormat.of().formatHex(source.sum());
    if (!actual.equalsIgnoreCase(checksum)) {
      throw new MalformedManifestException(
          "its own checksum is " + checksum + ", its lines have " + actual);
    }
    ended = true;
  }

  private Map<String, String> object() throws IOException {
    Map<String, String> values = new TreeMap<>();
    eachKey(key -> scalar(values, key));
    return values;
  }

  private void scalar(Map<String, String> values, String key) throws IOException {
    int first = json.peek();
    if (first == '"') {
      values.put(key, json.string());
    } else if (JsonTokens.isPartOfNumber(first)) {
      values.put(key, json.number());
    } else {
      json.skip();
    }
  }

  private interface Step<T> {
    void take(T subject) throws IOException;
  }

  private interface Element {
    void take() throws IOException;
  }

  private void eachKey(Step<String> step) throws IOException {
    json.take('{');
    if (json.takeIf('}')) {
      return;
    }
    do {
      String key = json.string();
      json.take(':');
      step.take(key);
    } while (json.takeIf(','));
    json.take('}');
  }

  private void eachElement(Element element) throws IOException {
    json.take('[');
    if (json.takeIf(']')) {
      return;
    }
    do {
      element.take();
    } while (json.takeIf(','));
    json.take(']');
  }
}
