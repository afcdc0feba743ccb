/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.postgres;

import io.github.barman4j.testing.process.ExternalCommand;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.process.ServerUser;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32C;

/** Makes new clusters by copying the result of one initdb, each with its own system identifier. */
final class ClusterTemplate {
  private static final int MEBIBYTE = 1024 * 1024;

  // Offset of xlp_sysid in the first page header of a segment: src/include/access/xlog_internal.h
  private static final int WAL_SYSTEM_IDENTIFIER_OFFSET = 24;

  private final PostgresBinaries binaries;
  private final int walSegmentSize;

  ClusterTemplate(PostgresBinaries binaries, int walSegmentSize) {
    this.binaries = binaries;
    this.walSegmentSize = walSegmentSize;
  }

  void copyTo(Path dataDirectory) throws IOException {
    Path template = binaries.sibling("template-" + walSegmentSize);
    CacheDirectory.createOnce(template, this::initdb);
    Files.createDirectories(dataDirectory.toAbsolutePath().getParent());
    FileTrees.copy(template, dataDirectory, path -> false);
    assignSystemIdentifier(dataDirectory, ThreadLocalRandom.current().nextLong());
  }

  private void initdb(Path target) throws IOException {
    Files.createDirectories(target);
    ServerUser.current().own(target);
    ExternalCommand.of(ServerUser.current().command(initdbCommand(target))).run().orThrow();
  }

  private List<String> initdbCommand(Path target) {
    return List.of(
        binaries.program("initdb").toString(),
        "--no-sync",
        "--data-checksums",
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--wal-segsize=" + walSegmentSize / MEBIBYTE,
        "--pgdata=" + target);
  }

  private static void assignSystemIdentifier(Path dataDirectory, long identifier)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    bytes.putLong(identifier);
    try (DirectoryStream<Path> segments =
        Files.newDirectoryStream(dataDirectory.resolve("pg_wal"), "0*")) {
      for (Path segment : segments) {
        overwrite(segment, WAL_SYSTEM_IDENTIFIER_OFFSET, bytes.array());
      }
    }
    Path control = dataDirectory.resolve("global/pg_control");
    overwrite(control, 0, withSystemIdentifier(Files.readAllBytes(control), identifier));
  }

  /** Finds the checksum as the place whose content is the checksum of everything before it. */
  private static byte[] withSystemIdentifier(byte[] control, long identifier) {
    ByteBuffer buffer = ByteBuffer.wrap(control).order(ByteOrder.nativeOrder());
    for (int offset = Long.BYTES; offset + Integer.BYTES <= control.length; offset += 4) {
      if (buffer.getInt(offset) == checksum(control, offset)) {
        buffer.putLong(0, identifier);
        buffer.putInt(offset, checksum(control, offset));
        return control;
      }
    }
    throw new IllegalStateException("No checksum found in pg_control");
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static void overwrite(Path file, long offset, byte[] bytes) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(offset);
      out.write(bytes);
    }
  }
}
