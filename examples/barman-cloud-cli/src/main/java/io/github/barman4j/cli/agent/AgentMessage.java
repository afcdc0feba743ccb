/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli.agent;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Messages between client and agent; see the package. Uses as few classes as it can. */
public final class AgentMessage {

  static final String VERSION = "1";

  /** Precedes a message; anything else before it says that the agent is alive. */
  private static final byte BEGIN = 'M';

  static final byte ALIVE = '.';
  private static final int LENGTH = 4;
  private static final int MOST = 1 << 20;
  private static final int CHUNK = 1 << 14;

  private AgentMessage() {}

  static void write(WritableByteChannel channel, List<String> fields) throws IOException {
    byte[] bytes = String.join("\0", fields).getBytes(StandardCharsets.UTF_8);
    ByteBuffer message = ByteBuffer.allocate(1 + LENGTH + bytes.length);
    message.put(BEGIN).putInt(bytes.length).put(bytes).flip();
    writeAll(channel, message);
  }

  static void writeAll(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  static List<String> read(ReadableByteChannel channel) throws IOException {
    byte kind = ALIVE;
    while (kind == ALIVE) {
      kind = readBytes(channel, 1).get();
    }
    int length = readBytes(channel, LENGTH).getInt();
    if (kind != BEGIN || length < 0 || length > MOST) {
      throw new IOException("Not a message of the agent's");
    }
    return List.of(new String(readText(channel, length), StandardCharsets.UTF_8).split("\0", -1));
  }

  /** Takes memory for what comes, not for what is announced. */
  private static byte[] readText(ReadableByteChannel channel, int length) throws IOException {
    byte[] text = new byte[0];
    while (text.length < length) {
      int step = Math.min(CHUNK, length - text.length);
      byte[] more = readBytes(channel, step).array();
      text = Arrays.copyOf(text, text.length + step);
      System.arraycopy(more, 0, text, text.length - step, step);
    }
    return text;
  }

  private static ByteBuffer readBytes(ReadableByteChannel channel, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException("The other side has closed the connection");
      }
    }
    return bytes.flip();
  }
}
