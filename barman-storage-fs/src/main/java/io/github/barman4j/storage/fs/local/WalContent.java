/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.MalformedStreamException;
import io.github.barman4j.internal.archive.BoundedWalInputStream;
import io.github.barman4j.internal.archive.OpenPgp;
import io.github.barman4j.internal.archive.SegmentCheck;
import io.github.barman4j.internal.archive.WalPageHeader;
import io.github.barman4j.postgres.TimelineHistory;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A WAL file on disk, compressed or not, which its first bytes tell: Barman's files have no suffix.
 *
 * @param name that it has in the archive
 * @param file where it is
 * @param codec it is compressed with
 * @param encrypted whether it is an OpenPGP message, which is not read here
 */
record WalContent(WalFileName name, Path file, Codec codec, boolean encrypted) {

  private static final int BUFFER = 128 << 10;
  private static final int MOST_HISTORY = 1 << 20;

  /** Looks what a file is. */
  static WalContent of(WalFileName name, Path file) throws IOException {
    byte[] beginning;
    try (InputStream in = Files.newInputStream(file)) {
      beginning = in.readNBytes(OpenPgp.BEGINNING);
    }
    return new WalContent(name, file, Codec.sniff(beginning), OpenPgp.isEncrypted(beginning));
  }

  /** Opens what was archived, decompressed; reading more than the file can hold is an error. */
  InputStream open() throws IOException {
    return BoundedWalInputStream.of(codec.decompressing(openRaw()), name);
  }

  /** Opens the file as it is. */
  InputStream openRaw() throws IOException {
    return new BufferedInputStream(Files.newInputStream(file), BUFFER);
  }

  /** Returns what the catalogue calls the compression, null if there is none or it is unknown. */
  @Nullable String compression() {
    return codec == Codec.NONE ? null : codec.toString();
  }

  /** Returns what is wrong with the file, in words; empty if it can be what its name says. */
  Optional<String> problem() throws IOException {
    try (InputStream in = open()) {
      byte[] beginning = in.readNBytes(MOST_HISTORY);
      return problem(beginning, beginning.length + in.transferTo(OutputStream.nullOutputStream()));
    } catch (MalformedStreamException e) {
      return Optional.of("cannot be decompressed with " + codec + ": " + e.getMessage());
    }
  }

  private Optional<String> problem(byte[] beginning, long bytes) {
    if (name instanceof WalSegmentName segment) {
      byte[] page = Arrays.copyOf(beginning, Math.min(beginning.length, WalPageHeader.LENGTH));
      return new SegmentCheck(segment, page, bytes).problem();
    } else if (bytes == 0) {
      return Optional.of("it is empty");
    }
    return name instanceof WalFileName.History ? historyProblem(beginning) : Optional.empty();
  }

  private Optional<String> historyProblem(byte[] text) {
    try {
      TimelineHistory.parse(name.timeline(), new String(text, UTF_8));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Compares the decompressed content byte by byte. A file that cannot be decompressed is equal to
   * none but itself.
   */
  boolean isSameAs(WalContent other) throws IOException {
    if (Files.isSameFile(file, other.file)) {
      return true;
    }
    try (InputStream mine = open();
        InputStream theirs = other.open()) {
      return isSame(mine, theirs);
    } catch (MalformedStreamException e) {
      return false;
    }
  }

  private static boolean isSame(InputStream one, InputStream other) throws IOException {
    byte[] read = one.readNBytes(BUFFER);
    while (read.length > 0) {
      if (!Arrays.equals(read, other.readNBytes(BUFFER))) {
        return false;
      }
      read = one.readNBytes(BUFFER);
    }
    return other.read() < 0;
  }
}
