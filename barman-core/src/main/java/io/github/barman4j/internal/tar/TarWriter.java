/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.tar;

import io.github.barman4j.internal.io.Checkpoint;
import io.github.barman4j.internal.io.Checksum;
import io.github.barman4j.internal.io.ChecksumAlgorithm;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes one PAX tar as Barman does: names in UTF-8, modification times with their fraction, the
 * end padded to records of 10,240 bytes.
 *
 * <p>{@link #finish} ends the tar; a tar that is not finished lacks its end mark, so that nobody
 * takes it for whole. The sink belongs to the caller, who closes it; there is nothing to close
 * here. For one thread.
 */
public final class TarWriter {
  static final int RECORD = 10_240;
  private static final int BUFFER = 256 * 1024;

  private final TarArchiveOutputStream tar;
  private final ChecksumAlgorithm algorithm;
  private final Checkpoint checkpoint;
  private final byte[] buffer = new byte[BUFFER];

  /**
   * What became of a file.
   *
   * @param missing how many of its bytes were filled with zeros since its content had ended
   * @param checksum of the bytes in the tar, as in a backup manifest
   */
  public record Written(long missing, String checksum) {}

  /**
   * Begins a tar.
   *
   * @param checkpoint asked once per buffer of 256 KiB, and at least once per file
   */
  public TarWriter(OutputStream sink, ChecksumAlgorithm algorithm, Checkpoint checkpoint) {
    this.algorithm = Objects.requireNonNull(algorithm, "algorithm");
    this.checkpoint = Objects.requireNonNull(checkpoint, "checkpoint");
    this.tar = newTar(new Sink(sink));
  }

  /** Begins a tar of the library's, set up as Barman's are. */
  static TarArchiveOutputStream newTar(OutputStream sink) {
    TarArchiveOutputStream tar =
        new TarArchiveOutputStream(sink, RECORD, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    return tar;
  }

  /** Adds a directory; the root's name is {@code ./}. */
  public void addDirectory(String name, TarAttributes attributes) throws IOException {
    String slashed = name.endsWith("/") ? name : name + "/";
    addEmpty(entry(slashed, TarConstants.LF_DIR, attributes));
  }

  /** Adds a symbolic link. */
  public void addSymbolicLink(String name, String target, TarAttributes attributes)
      throws IOException {
    TarArchiveEntry entry = entry(name, TarConstants.LF_SYMLINK, attributes);
    entry.setLinkName(target);
    addEmpty(entry);
  }

  /**
   * Adds a file of exactly this many bytes, whatever happens to its content meanwhile: zeros where
   * it ends early, and nothing of what lies beyond. PostgreSQL's recovery mends both from the WAL.
   *
   * @param content read to {@code size} at most; the caller closes it
   */
  public Written addFile(String name, long size, TarAttributes attributes, InputStream content)
      throws IOException {
    TarArchiveEntry entry = entry(name, TarConstants.LF_NORMAL, attributes);
    entry.setSize(size);
    tar.putArchiveEntry(entry);
    checkpoint.check();
    Written written = copy(size, content);
    tar.closeArchiveEntry();
    return written;
  }

  /** How many bytes were written, up to the last whole record of 10,240. */
  public long bytesWritten() {
    return tar.getBytesWritten();
  }

  /** Writes the end mark and flushes the sink. Once, and after no failure. */
  public void finish() throws IOException {
    tar.close();
  }

  private Written copy(long size, InputStream content) throws IOException {
    Checksum checksum = algorithm.start();
    long missing = 0;
    for (long left = size; left > 0; ) {
      checkpoint.check();
      int length = (int) Math.min(buffer.length, left);
      missing += fill(content, length);
      checksum.update(buffer, 0, length);
      tar.write(buffer, 0, length);
      left -= length;
    }
    return new Written(missing, checksum.hex());
  }

  private int fill(InputStream content, int length) throws IOException {
    int count = content.readNBytes(buffer, 0, length);
    Arrays.fill(buffer, count, length, (byte) 0);
    return length - count;
  }

  private void addEmpty(TarArchiveEntry entry) throws IOException {
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  static TarArchiveEntry entry(String name, byte type, TarAttributes attributes) {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setMode(attributes.mode());
    entry.setUserId(attributes.uid());
    entry.setGroupId(attributes.gid());
    entry.setUserName(attributes.user());
    entry.setGroupName(attributes.group());
    entry.setLastModifiedTime(attributes.lastModified());
    return entry;
  }

  /** Flushes where the library closes, and passes arrays on whole. */
  private static final class Sink extends FilterOutputStream {
    Sink(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      out.write(source, offset, length);
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
