/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.ExternalCommand;
import io.github.barman4j.testing.servers.S3Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Our programs as they are installed: scripts of their names, a process each. Immutable. */
record Launchers(Map<String, String> environment, List<String> options) {

  private static final Path FOLDER = Path.of("target", "dist", "bin").toAbsolutePath();

  static Launchers of(S3Server store) {
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME", System.getProperty("java.home"),
            "AWS_ACCESS_KEY_ID", store.accessKey(),
            "AWS_SECRET_ACCESS_KEY", store.secretKey(),
            "AWS_DEFAULT_REGION", store.region(),
            "AWS_EC2_METADATA_DISABLED", "true");
    return new Launchers(environment, List.of("--endpoint-url", store.endpoint().toString()));
  }

  /** Runs a program to its end. */
  CommandResult run(Map<String, String> more, String program, List<String> arguments) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    List<String> command = new ArrayList<>(List.of(FOLDER.resolve(program).toString()));
    command.addAll(options);
    command.addAll(arguments);
    return ExternalCommand.of(command).withEnvironment(all).run();
  }

  CaseSide asSide() {
    return (directory, more, program, words) -> run(more, program, words);
  }
}
