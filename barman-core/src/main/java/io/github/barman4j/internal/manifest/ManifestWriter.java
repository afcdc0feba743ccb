/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.internal.io.ChecksumAlgorithm;
import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.TimelineId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A {@code backup_manifest} while it grows: the list of files with their sizes and checksums that
 * {@code pg_verifybackup} checks; see "Backup Manifest Format" in PostgreSQL's documentation. Kept
 * compressed, so that a million files take some 20 MiB. Thread-safe until {@link #finish}.
 */
public final class ManifestWriter {

  private static final int WITH_SYSTEM_IDENTIFIER = 17;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final ChecksumAlgorithm algorithm;
  private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
  private final OutputStream text;
  private final MessageDigest digest;
  private long length;
  private boolean first = true;

  /**
   * Begins a manifest.
   *
   * @param algorithm of the checksums that {@link #add} will be given
   */
  public ManifestWriter(
      PostgresVersion version, SystemIdentifier identifier, ChecksumAlgorithm algorithm) {
    this.algorithm = algorithm;
    this.digest = sha256();
    try {
      this.text = Compression.ZSTD.compressing(compressed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write(
        version.isAtLeast(WITH_SYSTEM_IDENTIFIER)
            ? "{ \"PostgreSQL-Backup-Manifest-Version\": 2,\n\"System-Identifier\": "
                + identifier
                + ",\n"
            : "{ \"PostgreSQL-Backup-Manifest-Version\": 1,\n");
    write("\"Files\": [");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }

  /** Adds a file; the checksum is in PostgreSQL's form. */
  public synchronized void add(String path, long size, FileTime lastModified, String checksum) {
    write(first ? "\n" : ",\n");
    first = false;
    write("{ \"Path\": " + quote(path) + ", \"Size\": " + size);
    write(", \"Last-Modified\": \"" + time(lastModified) + "\"");
    if (algorithm != ChecksumAlgorithm.NONE) {
      write(", \"Checksum-Algorithm\": \"" + algorithm + "\", \"Checksum\": \"");
      write(checksum + "\"");
    }
    write(" }");
  }

  private static String time(FileTime time) {
    return TIME.format(Instant.ofEpochSecond(time.toInstant().getEpochSecond()));
  }

  /** Ends the manifest with the WAL that the backup needs. */
  public synchronized void finish(TimelineId timeline, Lsn begin, Lsn end) {
    write("\n],\n\"WAL-Ranges\": [\n{ \"Timeline\": " + timeline);
    write(", \"Start-LSN\": \"" + begin + "\", \"End-LSN\": \"" + end + "\" }\n],\n");
    String checksum = HexFormat.of().formatHex(digest.digest());
    write("\"Manifest-Checksum\": \"" + checksum + "\"}\n");
    try {
      text.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the bytes of the finished manifest. */
  public synchronized long length() {
    return length;
  }

  /** Opens the finished manifest; the caller closes it. */
  public InputStream open() throws IOException {
    return Codec.ZSTD.decompressing(new ByteArrayInputStream(compressed.toByteArray()));
  }

  private void write(String part) {
    byte[] bytes = part.getBytes(UTF_8);
    digest.update(bytes);
    length += bytes.length;
    try {
      text.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Quotes for JSON. */
  static String quote(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    value.chars().forEach(c -> appendQuoted(quoted, (char) c));
    return quoted.append('"').toString();
  }

  private static void appendQuoted(StringBuilder quoted, char c) {
    if (c == '"' || c == '\\') {
      quoted.append('\\').append(c);
    } else if (c < ' ') {
      quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
    } else {
      quoted.append(c);
    }
  }
}
