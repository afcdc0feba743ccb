/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.testing.process.ExternalCommand;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.process.ServerUser;
import io.github.barman4j.testing.servers.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The programs, installed where PostgreSQL's user can run them, with a script that runs a command
 * line with the keys of a store and the socket of an agent.
 */
final class InstalledPrograms {

  private static final Path BUILT = Path.of("target", "dist").toAbsolutePath();

  private final Path home;
  private final Map<String, String> environment;

  private InstalledPrograms(Path home, Map<String, String> environment) {
    this.home = home;
    this.environment = environment;
  }

  /** Installs them in a directory of the test's. */
  static InstalledPrograms in(Path directory, S3Server store) throws IOException {
    Path home = directory.resolve("programs");
    FileTrees.copy(BUILT, home, file -> false);
    Path run = Files.createDirectories(directory.resolve("run"));
    ServerUser.current().own(home);
    ServerUser.current().own(run);
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME", System.getProperty("java.home"),
            "AWS_ACCESS_KEY_ID", store.accessKey(),
            "AWS_SECRET_ACCESS_KEY", store.secretKey(),
            "AWS_DEFAULT_REGION", store.region(),
            "AWS_EC2_METADATA_DISABLED", "true",
            "BARMAN4J_AGENT", run.resolve("agent").toString());
    InstalledPrograms installed = new InstalledPrograms(home, environment);
    installed.writeScript();
    ExternalCommand.of(List.of(home.resolve("lib/make-archive").toString()))
        .withEnvironment(environment)
        .run()
        .orThrow();
    return installed;
  }

  private void writeScript() throws IOException {
    String exports =
        environment.entrySet().stream()
            .map(variable -> "export " + variable.getKey() + "='" + variable.getValue() + "'\n")
            .collect(Collectors.joining());
    Path script = Files.writeString(script(), "#!/bin/sh\n" + exports + "exec \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path script() {
    return home.resolve("with-keys");
  }

  Map<String, String> environment() {
    return environment;
  }

  Path socket() {
    return Path.of(environment.get("BARMAN4J_AGENT"));
  }

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  /** Returns a command line for a setting of PostgreSQL's. */
  String commandLine(String program, String... words) {
    return script() + " " + program(program) + " " + String.join(" ", words);
  }
}
