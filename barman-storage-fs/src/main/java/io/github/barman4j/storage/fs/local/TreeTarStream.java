/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.internal.tar.TarHeaders;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A tar that is made of a directory while it is read: piece by piece, of which those that are
 * skipped are not read. For one thread.
 */
final class TreeTarStream extends InputStream {

  private final Path root;
  private final TreeEntries walk;
  private final Deque<Piece> pieces = new ArrayDeque<>();
  private long left;
  private long made;
  private boolean ended;
  private long inPiece;
  private @Nullable InputStream open;

  /** Header, content or padding. */
  private record Piece(long length, Opening opening) {}

  private interface Opening {
    InputStream open(long offset) throws IOException;
  }

  /** Makes the first {@code length} bytes of the tar. */
  TreeTarStream(Path root, long length) throws IOException {
    this.root = root;
    this.walk = new TreeEntries(root);
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (left == 0 && length > 0) {
      return -1;
    }
    Piece piece = piece();
    int wanted = (int) Math.min(length, Math.min(left, piece.length() - inPiece));
    int count = open(piece).read(target, offset, wanted);
    if (count < 0) {
      throw changed();
    }
    inPiece += count;
    left -= count;
    return count;
  }

  private InputStream open(Piece piece) throws IOException {
    InputStream stream = open;
    if (stream == null) {
      stream = piece.opening().open(inPiece);
      open = stream;
    }
    return stream;
  }

  @Override
  public long skip(long count) throws IOException {
    long toSkip = Math.max(0, Math.min(count, left));
    for (long rest = toSkip; rest > 0; ) {
      Piece piece = piece();
      long step = Math.min(rest, piece.length() - inPiece);
      closeOpen();
      inPiece += step;
      rest -= step;
    }
    left -= toSkip;
    return toSkip;
  }

  /** Returns the piece of which something is left. */
  private Piece piece() throws IOException {
    while (pieces.isEmpty() || inPiece == pieces.element().length()) {
      if (pieces.poll() != null) {
        closeOpen();
        inPiece = 0;
      }
      if (pieces.isEmpty()) {
        make();
      }
    }
    return pieces.element();
  }

  private void make() throws IOException {
    TreeEntry entry = walk.next();
    if (entry != null) {
      add(bytes(TreeTar.header(entry)));
      if (entry.isFile()) {
        add(content(entry));
        add(bytes(new byte[TarHeaders.padding(entry.size())]));
      }
    } else if (!ended) {
      ended = true;
      add(bytes(new byte[TarHeaders.end(made)]));
    } else {
      throw changed();
    }
  }

  private void add(Piece piece) {
    pieces.add(piece);
    made += piece.length();
  }

  private static Piece bytes(byte[] bytes) {
    return new Piece(
        bytes.length,
        offset -> new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset));
  }

  private static Piece content(TreeEntry file) {
    return new Piece(
        file.size(), offset -> FileSlice.open(file.path(), offset, file.size() - offset));
  }

  private EOFException changed() {
    return new EOFException(root + " changed while a tar was made of it: less is there than was");
  }

  private void closeOpen() throws IOException {
    InputStream stream = open;
    open = null;
    if (stream != null) {
      stream.close();
    }
  }

  @Override
  public void close() throws IOException {
    closeOpen();
  }
}
