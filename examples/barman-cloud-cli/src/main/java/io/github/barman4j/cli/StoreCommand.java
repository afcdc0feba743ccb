/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.Barman;
import io.github.barman4j.BarmanServer;
import io.github.barman4j.cnpg.StoreUse;
import java.util.List;
import picocli.CommandLine.Mixin;

/** What all programs that work on the archive of a server have in common. */
abstract class StoreCommand implements Command {

  @Mixin GeneralOptions general = new GeneralOptions();
  @Mixin TestOption test = new TestOption();
  @Mixin StoreOptions store = new StoreOptions();

  @Override
  public List<Exclusion> exclusions() {
    return List.of(GeneralOptions.VERBOSITY);
  }

  @Override
  public final int verbosity() {
    return general.verbosity();
  }

  @Override
  public final int run(Invocation call) throws Exception {
    check(call);
    StoreAddress address = address(call);
    return test.test ? TestOption.run(address, store.server, call) : work(call, address);
  }

  /** Checks the arguments before the store is asked anything. */
  void check(Invocation call) {}

  /** Returns where the store is, with what this program adds. */
  StoreAddress address(Invocation call) {
    return store.address(call, use());
  }

  /** Returns what the store is for, since WAL and backups may be written in different ways. */
  StoreUse use() {
    return StoreUse.BACKUPS;
  }

  /** Does the work; the exit code is the result. */
  abstract int work(Invocation call, StoreAddress address) throws Exception;

  /** Runs what needs the archive of the server. */
  int withServer(Invocation call, StoreAddress address, ServerWork work) throws Exception {
    try (Barman barman = call.engine().open(address)) {
      return work.run(barman.server(store.server));
    }
  }

  /** What needs the archive of a server. */
  interface ServerWork {
    int run(BarmanServer server) throws Exception;
  }
}
