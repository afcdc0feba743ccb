/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks;

import io.github.barman4j.compression.Compression;
import io.github.barman4j.internal.io.ChecksumAlgorithm;
import io.github.barman4j.internal.tar.TarAttributes;
import io.github.barman4j.internal.tar.TarWriter;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long one thread takes to walk a directory and put it as one object: files, tar, checksum,
 * codec, store.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class TarPipelineBenchmark {
  static final int SIZE = 64 << 20;
  private static final int FILES = 64;
  private static final TarAttributes ATTRIBUTES =
      new TarAttributes(0600, 0, 0, "", "", FileTime.fromMillis(0));

  /** A compression as {@link Compression#parse} reads it. */
  @Param({"none", "gzip", "lz4", "zstd"})
  public String compression = "";

  /** A checksum of the manifest. */
  @Param({"NONE", "CRC32C", "SHA256"})
  public ChecksumAlgorithm checksum = ChecksumAlgorithm.NONE;

  /** Where the object goes: nowhere or to memory. */
  @Param({"null", "memory"})
  public String store = "";

  private Path directory = Path.of("");
  private ObjectStore objects = new MemoryObjectStore("benchmark");

  /** Fills a directory. */
  @Setup
  public void fillDirectory() throws IOException {
    if (store.equals("null")) {
      objects = new NullObjectStore(objects);
    }
    directory = Files.createTempDirectory("b4j-bench");
    byte[] sample = SampleData.of(SIZE / FILES);
    for (int i = 0; i < FILES; i++) {
      Files.write(directory.resolve("file" + i), sample);
    }
  }

  /** Deletes the directory. */
  @TearDown
  public void deleteDirectory() throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Puts the directory. */
  @Benchmark
  public ObjectMetadata put() throws IOException {
    return objects.put(ObjectKey.of("data.tar"), this::write, PutOptions.overwrite());
  }

  private void write(OutputStream sink) throws IOException {
    try (OutputStream encoded = Compression.parse(compression).compressing(sink)) {
      TarWriter tar = new TarWriter(encoded, checksum, () -> {});
      for (Path file : files()) {
        add(tar, file);
      }
      tar.finish();
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }

  private static void add(TarWriter tar, Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      tar.addFile(file.getFileName().toString(), Files.size(file), ATTRIBUTES, content);
    }
  }
}
