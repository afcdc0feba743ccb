/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.BarmanException;
import io.github.barman4j.testing.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * Lets a server's command call this process: the command leaves a file with its path in a directory
 * and waits until it is answered, by a file that says whether the command succeeds.
 */
final class CommandBridge implements AutoCloseable {

  private static final long POLL_MILLIS = 5;

  private final Path directory;
  private final Request request;
  private final CountDownLatch begin = new CountDownLatch(1);
  private final Thread thread = new Thread(this::serve, "command-bridge");

  /** What a command asks for. */
  @FunctionalInterface
  interface Request {
    /** Returns whether the command succeeds. */
    boolean answer(String name, String path) throws IOException;
  }

  CommandBridge(Path directory, Request request) throws IOException {
    this.directory = PostgresServer.ownedByServer(Files.createDirectories(directory));
    this.request = request;
    thread.start();
  }

  /** Returns the command, which ends with {@code then} if it succeeds. */
  String command(String then) {
    String asked = directory + "/%f.asked";
    String answer = directory + "/%f.answer";
    return "rm -f '%s'; echo '%%p' > '%s.tmp' && mv '%s.tmp' '%s'; "
            .formatted(answer, asked, asked, asked)
        + "while ! test -e '%s'; do sleep 0.01; done; grep -q yes '%s' && %s"
            .formatted(answer, answer, then);
  }

  /** Begins to answer. */
  void begin() {
    begin.countDown();
  }

  private void serve() {
    try {
      begin.await();
      while (true) {
        for (Path asked : asked()) {
          answer(asked);
        }
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> asked() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".asked")).toList();
    }
  }

  private void answer(Path asked) throws IOException {
    String name = asked.getFileName().toString().replace(".asked", "");
    String path = Files.readString(asked, UTF_8).strip();
    Files.delete(asked);
    Path answer = directory.resolve(name + ".answer.tmp");
    Files.writeString(answer, succeeds(name, path) ? "yes" : "no");
    PostgresServer.ownedByServer(answer);
    Files.move(answer, directory.resolve(name + ".answer"));
  }

  private boolean succeeds(String name, String path) throws IOException {
    try {
      return request.answer(name, path);
    } catch (BarmanException e) {
      return false;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
