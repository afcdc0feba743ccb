/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.BarmanServer;
import io.github.barman4j.cnpg.StoreUse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program that tells whether a new cluster may archive here. */
@Command(description = "Checks that the WAL archive can be used by a new server: that it is empty.")
final class CheckWalArchiveCommand extends StoreCommand {

  @Option(
      names = "--timeline",
      paramLabel = "TIMELINE",
      description = "Only WAL of this timeline and later counts.")
  @Nullable Long timeline;

  @Override
  void check(Invocation call) {
    if (timeline != null && timeline < 1) {
      throw new UsageException("argument --timeline: a timeline is at least 1, got " + timeline);
    }
  }

  @Override
  StoreUse use() {
    return StoreUse.WAL;
  }

  @Override
  int work(Invocation call, StoreAddress address) throws Exception {
    TestOption.run(address, store.server, call);
    return withServer(call, address, this::check);
  }

  private int check(BarmanServer server) {
    boolean usable = timeline == null ? isEmpty(server) : isBefore(server, timeline);
    if (!usable) {
      throw new ToolException(
          ExitCode.FAILED,
          "WAL archive check failed for server " + store.server + ": Expected empty archive");
    }
    return ExitCode.DONE;
  }

  private static boolean isEmpty(BarmanServer server) {
    return server.wal().isEmpty() || server.wal().inventory().isEmpty();
  }

  private static boolean isBefore(BarmanServer server, long timeline) {
    return server.wal().latestTimeline().filter(t -> t.number() >= timeline).isEmpty();
  }
}
