/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.process.CommandResult;
import io.github.barman4j.testing.process.ExternalCommand;
import io.github.barman4j.testing.process.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we write is read by the system's tools and by the Python modules that Barman uses. */
class CodecInteropIT {
  /** Decodes with one decoder object, as Barman does, and wants it to end with the input. */
  private static final String ONE_FRAME =
      """
      import sys, zlib, bz2, lzma
      name, compressed, plain = sys.argv[1:4]
      if name == 'lz4':
          import lz4.frame
          decoder = lz4.frame.LZ4FrameDecompressor()
      elif name == 'zstd':
          import zstandard
          decoder = zstandard.ZstdDecompressor().decompressobj()
      else:
          decoder = {'gzip': lambda: zlib.decompressobj(31), 'bzip2': bz2.BZ2Decompressor,
                     'xz': lzma.LZMADecompressor}[name]()
      out = decoder.decompress(open(compressed, 'rb').read())
      assert decoder.eof and not decoder.unused_data, 'more than one frame'
      assert out == open(plain, 'rb').read(), 'other content'
      """;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "gzip,1,gzip",
    "gzip,9,gzip",
    "bzip2,5,bzip2",
    "xz,3,xz",
    "lz4,0,lz4",
    "lz4,9,lz4",
    "zstd,1,zstd",
    "zstd,19,zstd",
    "zstd,22,zstd",
    "zstd,-5,zstd"
  })
  void theSystemsToolReadsWhatWeWrite(String name, int level, String tool) throws IOException {
    if (!ExternalCommand.of(List.of(tool, "--version")).succeeds()) {
      Peers.skip("Not available: " + tool);
    }
    Path compressed = write(new Compression(Codec.parse(name), level));
    String script = tool + " -dc < \"$1\" | cmp - \"$2\"";

    run(List.of("sh", "-c", script, "sh", compressed.toString(), plain().toString())).orThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip:1", "gzip:9", "bzip2", "xz", "lz4:0", "lz4:9", "zstd:1", "zstd:19"})
  void pythonReadsWhatWeWriteAsOneFrame(String text) throws IOException {
    Optional<Path> folder = Peers.folder();
    if (folder.isEmpty()) {
      Peers.skip("Not available: a folder of newest peers, BARMAN4J_PEERS");
    }
    Compression compression = Compression.parse(text);
    Path compressed = write(compression);
    List<String> python =
        List.of(
            "python3",
            "-c",
            ONE_FRAME,
            compression.codec().toString(),
            compressed.toString(),
            plain().toString());

    run(Peers.inFolder(folder.orElseThrow(), python)).orThrow();
  }

  private Path plain() {
    return directory.resolve("plain");
  }

  private Path write(Compression compression) throws IOException {
    byte[] content = Codecs.mixed(3_000_000, 1);
    Files.write(plain(), content);
    byte[] compressed = Codecs.compress(compression, content);
    assertThat(compressed).hasSizeLessThan(content.length);
    return Files.write(directory.resolve("compressed"), compressed);
  }

  private static CommandResult run(List<String> command) {
    return ExternalCommand.of(command).run();
  }
}
