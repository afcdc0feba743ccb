/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli.agent;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Hands a command line over to the agent. The launchers start it where there is no Perl, whose
 * client is the same and starts faster; it has its own main method so as to load next to nothing.
 */
public final class AgentClient {

  private static final String PATIENCE = "BARMAN4J_AGENT_PATIENCE";

  private AgentClient() {}

  /**
   * Has the agent that {@code BARMAN4J_AGENT} names run a program; the process ends with its exit
   * code, or with 125 if the agent did not do it.
   *
   * @param words the program's name, then its command line
   */
  public static void main(String[] words) {
    System.exit(run(Path.of(System.getenv().getOrDefault("BARMAN4J_AGENT", "")), List.of(words)));
  }

  private static int run(Path socket, List<String> words) {
    String directory = Path.of("").toAbsolutePath().toString();
    try {
      return run(
          socket,
          new AgentRequest(
              words.get(0), directory, words.subList(1, words.size()), System.getenv()));
    } catch (IOException | RuntimeException e) {
      return AgentAnswer.NOT_DONE;
    }
  }

  private static int run(Path socket, AgentRequest request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      AgentMessage.write(channel, request.toFields());
      AgentAnswer answer = AgentAnswer.of(read(channel));
      if (!answer.file().isEmpty()) {
        Files.move(
            Path.of(answer.file()), Path.of(answer.destination()), StandardCopyOption.ATOMIC_MOVE);
      }
      System.out.print(answer.stdout());
      System.err.print(answer.stderr());
      return answer.exitCode();
    }
  }

  private static List<String> read(SocketChannel channel) throws IOException {
    String seconds = System.getenv().getOrDefault(PATIENCE, "60");
    try (PatientChannel patient = new PatientChannel(channel, Long.parseLong(seconds) * 1000)) {
      return AgentMessage.read(patient);
    }
  }
}
