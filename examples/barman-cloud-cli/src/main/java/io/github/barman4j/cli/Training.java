/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs the programs that start often, so that the JVM learns which classes they need; run when the
 * programs are built, against a small S3 in the same process.
 */
final class Training {

  private static final String ABSENT = "00000001.history";
  private static final String HISTORY = "00000002.history";
  private static final String SEGMENT = "000000020000000000000001";
  private static final int SEGMENT_BYTES = 1 << 20;
  private static final String OBJECT_STORE = "store.yaml";

  private final Path folder;
  private final TrainingStore store;

  private Training(Path folder, TrainingStore store) {
    this.folder = folder;
    this.store = store;
  }

  /**
   * Trains.
   *
   * @param words a folder to work in
   */
  public static void main(String[] words) throws IOException {
    Path folder = Files.createTempDirectory(Path.of(words[0]), "training-");
    try (TrainingStore store = TrainingStore.start()) {
      new Training(folder, store).run();
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    for (String name : List.of(HISTORY, SEGMENT, OBJECT_STORE, "fetched")) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.delete(folder);
  }

  private void run() throws IOException {
    withSdkCredentials();
    Files.writeString(folder.resolve(HISTORY), "1\t0/100000\tno recovery target specified\n");
    Files.write(folder.resolve(SEGMENT), segment());
    for (String codec : List.of("--gzip", "--zstd", "--lz4", "--snappy", "--bzip2", "--xz")) {
      call("barman-cloud-wal-archive", "training" + codec, codec, SEGMENT);
      call("barman-cloud-wal-restore", "training" + codec, SEGMENT, "fetched");
    }
    call("barman-cloud-wal-archive", "training", SEGMENT);
    call("barman-cloud-wal-archive", "training", HISTORY);
    call("barman-cloud-wal-restore", "training", ABSENT, "fetched");
    call("barman-cloud-check-wal-archive", "training");
    call("barman-cloud-backup-list", "training", "--format", "json");
    call("barman-cloud-backup-list", "training");
    callWithObjectStore();
  }

  private void callWithObjectStore() throws IOException {
    Files.writeString(
        folder.resolve(OBJECT_STORE),
        """
        apiVersion: barmancloud.cnpg.io/v1
        kind: ObjectStore
        metadata: {name: training}
        spec:
          configuration:
            destinationPath: s3://training
            endpointURL: %s
            s3Credentials: {inheritFromIAMRole: true}
            wal: {compression: zstd}
        """
            .formatted(store.address()));
    run("barman-cloud-wal-archive", "-qq", "--object-store", OBJECT_STORE, "object-store", SEGMENT);
  }

  /** The SDK looks where a user's credentials usually are: in the environment, last in files. */
  private void withSdkCredentials() {
    System.setProperty("aws.accessKeyId", "training");
    System.setProperty("aws.secretAccessKey", "training");
  }

  /** The first page of a segment as PostgreSQL 17 writes it, and nothing behind. */
  private static byte[] segment() {
    ByteBuffer bytes = ByteBuffer.allocate(SEGMENT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort((short) 0xD116).putShort((short) 2).putInt(2).putLong(SEGMENT_BYTES);
    return bytes.putLong(0).putLong(1).putInt(SEGMENT_BYTES).putInt(8192).array();
  }

  private void call(String program, String server, String... more) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("-qq", "--endpoint-url", store.address(), "s3://training", server));
    words.addAll(List.of(more));
    run(program, words.toArray(String[]::new));
  }

  private void run(String program, String... words) {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    Programs.run(
        new Invocation(program, Map.of(), folder, nowhere, new DirectEngine()), List.of(words));
  }
}
