/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import io.github.barman4j.testing.process.Await;
import io.github.barman4j.testing.process.ChildProcess;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.process.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An S3 server in a Java process of its own, so that its class path stays its own too. */
final class S3Emulator implements AutoCloseable {
  static final String ACCESS_KEY = "barman4j-access";
  static final String SECRET_KEY = "barman4j-secret";

  private static final String DIRECTORY_PROPERTY = "barman4j.test.servers";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
  private static final int ATTEMPTS = 3;

  private final int port;
  private final Path directory;
  private final ChildProcess process;

  private S3Emulator(int port, Path directory, List<String> command) {
    this.port = port;
    this.directory = directory;
    this.process = ChildProcess.start(command, Map.of(), directory.resolve("server.log"));
  }

  /** Returns the arguments of {@code java} for a port and a private, writable directory. */
  @FunctionalInterface
  interface Arguments {
    List<String> of(int port, Path directory) throws IOException;
  }

  static S3Emulator start(Arguments arguments) {
    for (int attempt = 1; ; attempt++) {
      S3Emulator emulator = launch(arguments);
      try {
        Await.until("S3 server", START_TIMEOUT, emulator::answers, emulator::log);
        return emulator;
      } catch (IllegalStateException e) {
        boolean again = emulator.log().contains("already in use") && attempt < ATTEMPTS;
        emulator.close();
        if (!again) {
          throw e;
        }
      }
    }
  }

  static List<String> s3proxyInMemory(int port, Path run) throws IOException {
    return s3proxy(port, run, List.of("jclouds.provider=transient-nio2"));
  }

  static List<String> s3proxyOnFiles(int port, Path run, Path content) throws IOException {
    return s3proxy(
        port,
        run,
        List.of("jclouds.provider=filesystem-nio2", "jclouds.filesystem.basedir=" + content));
  }

  static List<String> s3mock(int port, Path run) {
    List<String> arguments = new ArrayList<>(List.of("-jar", jar("s3mock.jar")));
    arguments.add("--http.port=" + port);
    // Ports that are not set have fixed defaults, which collide with another instance.
    for (String other : List.of("server", "vectors.http", "vectors.https")) {
      arguments.add("--" + other + ".port=" + FreePort.find());
    }
    arguments.add("--com.adobe.testing.s3mock.store.root=" + run.resolve("content"));
    return arguments;
  }

  int port() {
    return port;
  }

  String log() {
    return process.log();
  }

  @Override
  public void close() {
    process.close();
    FileTrees.delete(directory);
  }

  private static S3Emulator launch(Arguments arguments) {
    int port = FreePort.find();
    Path directory = FileTrees.createTemporary("s3");
    List<String> command =
        new ArrayList<>(List.of(java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    try {
      command.addAll(arguments.of(port, directory));
      return new S3Emulator(port, directory, command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> s3proxy(int port, Path run, List<String> backend) throws IOException {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "s3proxy.endpoint=http://127.0.0.1:" + port,
                "s3proxy.authorization=aws-v2-or-v4",
                "s3proxy.identity=" + ACCESS_KEY,
                "s3proxy.credential=" + SECRET_KEY,
                "jclouds.identity=unused",
                "jclouds.credential=unused"));
    lines.addAll(backend);
    Path file = Files.write(run.resolve("s3proxy.properties"), lines);
    return List.of("-jar", jar("s3proxy.jar"), "--properties", file.toString());
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String jar(String name) {
    Path jar = Path.of(System.getProperty(DIRECTORY_PROPERTY, "."), name);
    if (!Files.exists(jar)) {
      throw new IllegalStateException(
          "No " + jar + ": set -D" + DIRECTORY_PROPERTY + " to the directory of the servers' jars");
    }
    return jar.toString();
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new IllegalStateException("The S3 server has ended:\n" + log());
    }
    try {
      URI root = URI.create("http://127.0.0.1:" + port + "/");
      return ((HttpURLConnection) root.toURL().openConnection()).getResponseCode() > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
