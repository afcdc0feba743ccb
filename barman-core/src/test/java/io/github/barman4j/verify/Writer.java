/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.testing.postgres.PostgresServer;

/** A client that keeps a server writing and flushing pages. */
final class Writer implements AutoCloseable {

  private final PostgresServer server;
  private final Thread thread = new Thread(this::write, "writer");
  private volatile boolean stopped;
  private volatile int rounds;

  private Writer(PostgresServer server) {
    this.server = server;
  }

  static Writer start(PostgresServer server) throws InterruptedException {
    Writer writer = new Writer(server);
    writer.thread.start();
    while (writer.rounds == 0 && writer.thread.isAlive()) {
      Thread.sleep(10);
    }
    return writer;
  }

  private void write() {
    while (!stopped) {
      server.execute(
          "UPDATE t SET m = md5(m) WHERE i % 7 = " + rounds % 7,
          "UPDATE far SET m = md5(m) WHERE i % 11 = " + rounds % 11,
          "UPDATE light SET m = md5(m)",
          "CHECKPOINT");
      rounds++;
    }
  }

  int rounds() {
    return rounds;
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    thread.join();
  }
}
