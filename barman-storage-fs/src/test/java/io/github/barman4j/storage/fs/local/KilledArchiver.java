/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that archives WAL over and over until it is killed. */
final class KilledArchiver {

  private KilledArchiver() {}

  /**
   * Begins.
   *
   * @param arguments {@code barman_home}, codec, directory of WAL to receive and archive besides,
   *     file that appears when it begins
   */
  public static void main(String[] arguments) throws IOException {
    WalServer server =
        WalServer.compressing(
            Path.of(arguments[0]), Layout.UNIVERSAL, Compression.of(Codec.parse(arguments[1])));
    Files.createFile(Path.of(arguments[3]));
    server.wal.archiveIncoming(new CancellationToken());
    while (true) {
      boolean direct = false;
      for (Path file : Disk.list(Path.of(arguments[2]))) {
        if (direct) {
          server.wal.archive(file);
        } else {
          server.wal.receive(file);
          server.wal.archiveIncoming(new CancellationToken());
        }
        direct = !direct;
      }
    }
  }
}
