/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Reads from an agent, and gives up one that shows no sign of life for too long. */
final class PatientChannel implements ReadableByteChannel {

  private final SocketChannel channel;
  private final Selector selector;
  private final long millis;

  PatientChannel(SocketChannel channel, long millis) throws IOException {
    this.channel = channel;
    this.millis = millis;
    this.selector = Selector.open();
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ);
  }

  @Override
  public int read(ByteBuffer bytes) throws IOException {
    if (selector.select(millis) == 0) {
      throw new IOException("The agent has been silent for " + millis + " ms");
    }
    selector.selectedKeys().clear();
    return channel.read(bytes);
  }

  @Override
  public boolean isOpen() {
    return selector.isOpen();
  }

  @Override
  public void close() throws IOException {
    selector.close();
  }
}
