/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.process.ChildProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An object much larger than the memory there is for it goes through a back end, in a process of
 * its own that has 256 MiB in all, heap and buffers outside it together.
 *
 * <p>The size is 1 GiB, or what the system property {@code barman4j.test.large-object-gib} says;
 * the disk needs that much, on which the server keeps the object.
 */
public abstract class LargeObjectContract {

  private static final String SIZE = "barman4j.test.large-object-gib";
  private static final long GIB = 1L << 30;
  private static final long FIRST_PART = 16L << 20;
  private static final int HEAP_MIB = 224;
  private static final int DIRECT_MIB = 32;

  /** A server with an empty store, for one test. */
  public interface Home extends AutoCloseable {

    /** Returns where a process of its own opens the store, with all options that it needs. */
    URI location();

    @Override
    void close();
  }

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  /**
   * Starts the server.
   *
   * @param directory where it may keep objects
   * @param maxParts the most parts for the store to upload in, of 16 MiB at first; so few that they
   *     have to grow. With at most 128 MiB of memory for parts.
   */
  protected abstract Home open(Path directory, int maxParts) throws Exception;

  @Test
  final void anObjectLargerThanItsMemoryGoesUpAndComesDownInRanges() throws Exception {
    long size = Long.getLong(SIZE, 1) * GIB;
    int tooFewOfTheFirstSize = Math.toIntExact(size / FIRST_PART * 3 / 4);
    try (Home home = open(directory, tooFewOfTheFirstSize);
        ChildProcess child =
            ChildProcess.start(
                command(size),
                Map.of(LargeTransfer.LOCATION, home.location().toString()),
                directory.resolve("child.log"))) {
      child.awaitExit(Duration.ofMinutes(5 + 5 * size / GIB));
      assertThat(child.exitCode()).as(child.log()).isZero();
    }
  }

  private List<String> command(long size) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + HEAP_MIB + "m",
        "-XX:MaxDirectMemorySize=" + DIRECT_MIB + "m",
        "-XX:+ExitOnOutOfMemoryError",
        "-cp",
        System.getProperty("java.class.path"),
        LargeTransfer.class.getName(),
        directory.resolve("source").toString(),
        String.valueOf(size));
  }
}
