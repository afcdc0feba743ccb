/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.compression.Codec;
import io.github.barman4j.testing.process.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Finds out whether a Barman can use snappy: Debian's python3-snappy is broken or left out. */
final class SnappyProbe {

  private static final String NAME = "00000001000000000000ABCD";

  private SnappyProbe() {}

  /** Skips the running test, with the reason, if it needs snappy and Barman cannot write that. */
  static void requireWorking(CodecPair codecs, RealBarman barman, Path work) throws IOException {
    if (codecs.has(Codec.SNAPPY)) {
      Path file = Files.write(work.resolve(NAME), "any content".repeat(10_000).getBytes(UTF_8));
      CommandResult result = barman.tryToArchiveWal(Codec.SNAPPY, file);
      Assumptions.assumeTrue(
          result.exitCode() == 0,
          () -> "Barman's snappy ends with " + result.exitCode() + ": " + result.stderr().strip());
    }
  }
}
