/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds free TCP ports on the loopback address. */
public final class FreePort {
  private FreePort() {}

  /**
   * Returns a port that is free now.
   *
   * <p>It is random and lies below the range that operating systems use for outgoing connections,
   * so it is still free after a restart of its server; two JVMs can get the same one, so callers
   * try another one when binding fails.
   */
  public static int find() {
    int port;
    do {
      port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
    } while (!isFree(port));
    return port;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("127.0.0.1", port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
