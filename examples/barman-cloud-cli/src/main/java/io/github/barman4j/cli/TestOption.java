/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.Barman;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.StoreMissingException;
import picocli.CommandLine.Option;

/** The option to test that the store can be reached, and the test. */
final class TestOption {

  @Option(
      names = {"-t", "--test"},
      description = "Test that the store can be reached, and exit.")
  boolean test;

  /**
   * Asks the store for the names of one page.
   *
   * @return the exit code
   */
  static int run(StoreAddress address, String server, Invocation call) throws ObjectStoreException {
    try (Barman barman = call.engine().open(address)) {
      barman.store().list(ListRequest.prefix(server + "/").withPageSize(1));
      return ExitCode.DONE;
    } catch (StoreMissingException e) {
      throw new ToolException(ExitCode.FAILED, e);
    } catch (ObjectStoreException e) {
      if (Connectivity.isLost(e)) {
        throw new ToolException(ExitCode.UNREACHABLE, e);
      }
      throw e;
    }
  }
}
