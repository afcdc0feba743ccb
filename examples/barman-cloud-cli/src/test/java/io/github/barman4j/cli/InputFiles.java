/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that all cases read: <code>{in}</code>. */
final class InputFiles {

  private InputFiles() {}

  static void write(Path directory) throws IOException {
    for (String name : List.of("{W01}", "{W02}", "{W03}.partial", "{W02}.00000028.backup")) {
      String file = CaseNames.expand(name);
      Files.write(directory.resolve(file), CaseArchive.content(file));
    }
    Files.writeString(directory.resolve("00000002.history"), "1\t0/300000\tno target\n");
    Files.write(directory.resolve(CaseNames.expand("{W08}")), new byte[0]);
    Files.write(directory.resolve(CaseNames.expand("{W09}")), "no WAL".getBytes(UTF_8));
    Files.writeString(directory.resolve("some_file"), "not named like WAL");
    Files.createDirectory(directory.resolve(CaseNames.expand("{W0D}")));
  }
}
