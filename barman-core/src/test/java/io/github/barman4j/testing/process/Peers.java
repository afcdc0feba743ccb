/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Decides what happens to tests whose external programs are missing.
 *
 * <p>They are skipped with a reason; with the environment variable {@code BARMAN4J_REQUIRE_PEERS}
 * set to {@code true} they fail.
 */
public final class Peers {
  private static final String ENTER =
      """
      root=$1 tmp=$2 cwd=$3; shift 3
      for dir in "$tmp" "$cwd"; do
        mkdir -p "$root$dir" && mount --bind "$dir" "$root$dir" || exit 125
      done
      mkdir -p "$root/dev/shm" && mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm" || exit 125
      exec chroot "$root" "$@"
      """;

  private Peers() {}

  /**
   * Returns the peer when it is available.
   *
   * @throws org.opentest4j.TestAbortedException when it is not, so that the test is skipped
   * @throws AssertionError instead, when peers are required
   */
  public static <P extends Peer> P require(P peer) {
    if (!peer.available()) {
      skip("Not available: " + peer.description());
    }
    return peer;
  }

  /** Skips the running test, or fails it when peers are required. */
  public static void skip(String reason) {
    if (Boolean.parseBoolean(System.getenv("BARMAN4J_REQUIRE_PEERS"))) {
      Assertions.fail(reason + " (BARMAN4J_REQUIRE_PEERS=true)");
    }
    Assumptions.abort(reason);
  }

  /**
   * Returns the folder of the newest peers, {@code BARMAN4J_PEERS}, when there is a system in it.
   */
  public static Optional<Path> folder() {
    return folder("BARMAN4J_PEERS", "/var/lib/barman4j-peers");
  }

  /** Returns the folder that an environment variable names, when there is a system in it. */
  public static Optional<Path> folder(String variable, String usual) {
    return Optional.of(Path.of(System.getenv().getOrDefault(variable, usual)))
        .filter(root -> Files.exists(root.resolve("usr/bin/python3")));
  }

  /**
   * Returns the command that runs the given one inside a folder of peers.
   *
   * <p>The directory for temporary files and the working directory have the same paths inside: they
   * are mounted in a mount namespace that ends with the command, beside memory of its own that
   * Python's worker processes share. Users other than root need user namespaces for it.
   */
  public static List<String> inFolder(Path folder, List<String> command) {
    List<String> entered = new ArrayList<>(List.of("unshare", "--mount"));
    if (!ServerUser.current().isSwitched()) {
      entered.add("--map-root-user");
    }
    entered.addAll(List.of("--propagation", "private", "sh", "-c", ENTER, "sh"));
    entered.addAll(List.of(folder.toString(), System.getProperty("java.io.tmpdir")));
    entered.add(System.getProperty("user.dir"));
    entered.addAll(command);
    return entered;
  }
}
