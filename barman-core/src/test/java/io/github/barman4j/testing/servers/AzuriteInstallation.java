/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import io.github.barman4j.testing.process.ExternalCommand;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.process.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Azurite from npm, installed once beside the jars of the other servers. */
final class AzuriteInstallation implements Peer {

  private static final String VERSION = "3.37.0";
  private static final String DIRECTORY_PROPERTY = "barman4j.test.servers";
  private static final String SCRIPT = "node_modules/azurite/dist/src/blob/main.js";

  private final Path directory =
      Path.of(System.getProperty(DIRECTORY_PROPERTY, "target/servers"))
          .toAbsolutePath()
          .resolve("azurite-" + VERSION);

  @Override
  public boolean available() {
    return runs("node") && (isInstalled() || runs("npm"));
  }

  @Override
  public String description() {
    return "Azurite " + VERSION + ", which needs node and npm: apt-get install nodejs npm";
  }

  /**
   * Returns the command that starts the blob service, without options; installs it before, if it is
   * not there.
   *
   * @throws IllegalStateException when npm fails
   */
  synchronized List<String> command() {
    try {
      if (!isInstalled()) {
        install();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot install Azurite in " + directory, e);
    }
    return List.of("node", directory.resolve(SCRIPT).toString());
  }

  private boolean isInstalled() {
    return Files.exists(directory.resolve(SCRIPT));
  }

  /** Another JVM may do the same: the first one wins. */
  private void install() throws IOException {
    Files.createDirectories(directory.getParent());
    Path staging = Files.createTempDirectory(directory.getParent(), "azurite");
    try {
      npm(staging);
      Files.move(staging, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!isInstalled()) {
        throw e;
      }
    } finally {
      FileTrees.delete(staging);
    }
  }

  private static void npm(Path prefix) {
    ExternalCommand.of(
            List.of(
                "npm",
                "install",
                "--prefix",
                prefix.toString(),
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "azurite@" + VERSION))
        .run()
        .orThrow();
  }

  private static boolean runs(String program) {
    return ExternalCommand.of(List.of(program, "--version")).succeeds();
  }
}
