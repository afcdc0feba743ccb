/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.barman4j.StorageFailedException;
import io.github.barman4j.testing.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes and instances in one spool. */
class WalFetcherSpoolTest {

  private static final String DEAD = "barman4j-wal-1-2-3";

  private final WalHarness harness = new WalHarness();

  @TempDir private Path dir;

  /** Holds a spool until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      SpoolDirectory spool = SpoolDirectory.in(Path.of(arguments[0]));
      Files.writeString(spool.resolve("000000010000000000000001.1"), "WAL");
      new CountDownLatch(1).await();
      spool.close();
    }
  }

  private ChildProcess holder() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    return ChildProcess.start(
        List.of(java, "-Xmx64m", "-cp", classPath, Holder.class.getName(), spool().toString()),
        Map.of(),
        dir.resolve("log"));
  }

  private Path spool() {
    return dir.resolve("spool");
  }

  private WalFetcher fetcher() {
    return WalFetcher.open(harness.archive(), WalFetcherOptions.spoolingIn(spool()).build());
  }

  private long files(String end) {
    try (var all = Files.walk(spool())) {
      return all.filter(file -> file.toString().endsWith(end)).count();
    } catch (IOException e) {
      return 0;
    }
  }

  @Test
  void directoryOfALivingProcessStaysAndThatOfAKilledOneGoes() throws IOException {
    try (ChildProcess holder = holder()) {
      await().atMost(Duration.ofSeconds(30)).until(() -> files("1.1") == 1);
      fetcher().close();
      assertThat(files("1.1")).isEqualTo(1);

      holder.kill();
      fetcher().close();

      assertThat(WalHarness.files(spool())).isEmpty();
    }
  }

  /** Where locks are a process's, closing any channel on a file gives up all locks on it. */
  @Test
  void secondInstanceOfAProcessLeavesTheFirstItsLock() throws IOException {
    try (WalFetcher first = fetcher();
        WalFetcher second = fetcher();
        ChildProcess other = holder()) {
      await().atMost(Duration.ofSeconds(30)).until(() -> files("1.1") == 1);

      assertThat(files(".lock")).isEqualTo(3);
      assertThat(first.status()).isEqualTo(second.status());
      other.kill();
    }
    fetcher().close();
    assertThat(WalHarness.files(spool())).isEmpty();
  }

  @Test
  void onlyWhatIsOursIsRemoved() throws IOException {
    Path other = Files.createDirectories(spool().resolve("other"));
    Files.writeString(other.resolve("file"), "stays");
    Files.createSymbolicLink(spool().resolve(DEAD), other);
    Files.createFile(spool().resolve(DEAD + ".lock"));

    fetcher().close();

    assertThat(other.resolve("file")).hasContent("stays");
    assertThat(WalHarness.files(spool())).contains("other");
  }

  @Test
  void leftoversAreRemovedWithTheirLock() throws IOException {
    Path dead = Files.createDirectories(spool().resolve(DEAD));
    Files.writeString(dead.resolve(".000000010000000000000001.1.123.tmp"), "half");
    Files.createFile(spool().resolve(DEAD + ".lock"));

    fetcher().close();

    assertThat(WalHarness.files(spool())).isEmpty();
  }

  @Test
  void spoolThatCannotBeMadeIsAnError() throws IOException {
    Files.writeString(spool(), "a file");

    assertThatExceptionOfType(StorageFailedException.class)
        .isThrownBy(this::fetcher)
        .withMessageContaining(spool().toString());
  }
}
