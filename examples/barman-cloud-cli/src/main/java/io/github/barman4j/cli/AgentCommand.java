/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.cli.agent.AgentServer;
import io.github.barman4j.wal.WalArchiverOptions;
import io.github.barman4j.wal.WalFetcherOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The resident process behind {@code barman-cloud-wal-archive} and {@code -wal-restore}. */
@picocli.CommandLine.Command(
    description = {
      "Serves barman-cloud-wal-archive and barman-cloud-wal-restore, which hand over to it when",
      "BARMAN4J_AGENT names its socket: it keeps connections, uploads and fetches ahead.",
      "SIGTERM ends it when what is under way is done."
    })
final class AgentCommand implements Command {

  static final String SOCKET = "BARMAN4J_AGENT";

  private static final Logger LOG = LoggerFactory.getLogger(AgentCommand.class);

  @Mixin GeneralOptions general = new GeneralOptions();

  @Option(
      names = "--socket",
      paramLabel = "FILE",
      description = "The socket to listen on; by default what BARMAN4J_AGENT names.")
  @Nullable String socket;

  @Option(
      names = "--spool-dir",
      paramLabel = "DIRECTORY",
      description =
          "Where WAL that is fetched ahead lies; by default the socket's name with .spool.")
  @Nullable String spool;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "2",
      description = "Files uploaded, and files downloaded, at the same time; 2 by default.")
  int parallel = 2;

  @Option(
      names = "--look-ahead",
      paramLabel = "N",
      defaultValue = "8",
      description = "Files archived before PostgreSQL asks for them; 8 by default, 0 for none.")
  int lookAhead = 8;

  @Option(
      names = "--prefetch",
      paramLabel = "N",
      defaultValue = "8",
      description = "Segments fetched before PostgreSQL asks for them; 8 by default, 0 for none.")
  int prefetch = 8;

  @Option(
      names = "--drain-timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long to wait at the end for what is under way; 30 by default.")
  int drainTimeout = 30;

  @Override
  public int verbosity() {
    return general.verbosity();
  }

  @Override
  public List<Exclusion> exclusions() {
    return List.of(GeneralOptions.VERBOSITY);
  }

  @Override
  public int run(Invocation call) throws IOException {
    Path file = call.path(socket(call));
    Duration drain = Duration.ofSeconds(drainTimeout);
    CountDownLatch ended = new CountDownLatch(1);
    try (ResidentEngine engine = new ResidentEngine(options(file, drain));
        AgentServer server = AgentServer.listen(file, handler(call, engine), drain)) {
      endWith(server, ended, drain);
      LOG.info("Listening on {}", file);
      server.serve();
    } finally {
      ended.countDown();
    }
    return ExitCode.DONE;
  }

  private static AgentRequests handler(Invocation call, ResidentEngine engine) {
    return new AgentRequests(call.environment(), engine);
  }

  private String socket(Invocation call) {
    String file = socket == null ? call.environment().get(SOCKET) : socket;
    if (file == null || file.isEmpty()) {
      throw new ToolException(
          ExitCode.USAGE, "No socket: give --socket, or set " + SOCKET + " as for the clients");
    }
    return file;
  }

  private ResidentOptions options(Path socketFile, Duration drain) {
    Path directory =
        spool == null
            ? socketFile.resolveSibling(socketFile.getFileName() + ".spool")
            : Path.of(spool).toAbsolutePath();
    try {
      return new ResidentOptions(
          WalArchiverOptions.builder()
              .parallel(parallel)
              .lookAhead(lookAhead)
              .closeTimeout(drain)
              .build(),
          WalFetcherOptions.spoolingIn(directory).prefetch(prefetch).parallel(parallel).build());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** On a signal the JVM ends when this hook does, so the hook waits for the end of the work. */
  private static void endWith(AgentServer server, CountDownLatch ended, Duration drain) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, ended, drain)));
  }

  private static void end(AgentServer server, CountDownLatch ended, Duration drain) {
    try {
      server.close();
      if (!ended.await(2 * drain.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Ending with work left: it is done again when PostgreSQL asks for it");
      }
    } catch (IOException e) {
      LOG.warn("Ending: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
