/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.tar;

import io.github.barman4j.internal.io.ChecksumAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Tars in memory. */
final class Tars {
  static final FileTime TIME = FileTime.from(Instant.parse("2026-03-01T10:15:00.123456Z"));
  static final TarAttributes FILE = attributes(0600);
  static final TarAttributes DIRECTORY = attributes(0700);

  private Tars() {}

  static TarAttributes attributes(int mode) {
    return new TarAttributes(mode, 26, 27, "postgres", "dba", TIME);
  }

  interface Members {
    void addTo(TarWriter tar) throws IOException;
  }

  static byte[] write(Members members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      TarWriter tar = new TarWriter(bytes, ChecksumAlgorithm.NONE, () -> {});
      members.addTo(tar);
      tar.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A root, a directory, files of sizes around a record's, and a long name. */
  static byte[] sample() {
    return write(
        tar -> {
          tar.addDirectory("./", DIRECTORY);
          tar.addDirectory("base", DIRECTORY);
          add(tar, "./PG_VERSION", 3);
          add(tar, "base/empty", 0);
          add(tar, "base/1", 512);
          add(tar, "base/" + "n".repeat(150), 513);
          add(tar, "base/d\u00fcrr", 8192);
        });
  }

  static void add(TarWriter tar, String name, int size) throws IOException {
    tar.addFile(name, size, FILE, new ByteArrayInputStream(content(size)));
  }

  static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  static TarReader reader(byte[] tar) {
    return new TarReader(new ByteArrayInputStream(tar), "data.tar");
  }

  /** The content of all members, by name. */
  static Map<String, byte[]> read(TarReader reader) throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    for (TarMember member = reader.next(); member != null; member = reader.next()) {
      contents.put(member.name(), reader.stream().readAllBytes());
    }
    return contents;
  }
}
