/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.storage.fs.local.ArchivingResult;
import io.github.barman4j.storage.fs.local.ConfigurationProblem.Severity;
import io.github.barman4j.storage.fs.local.LocalServer;
import io.github.barman4j.storage.fs.local.LocalServerConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Archives WAL. */
@Command(
    name = "archive-wal",
    description = {
      "Archives a WAL file, for archive_command = 'local-backup archive-wal SERVER %%p'.",
      "Without a file, archives what is in incoming_wals_directory."
    })
final class ArchiveWalCommand extends ServerCommand {

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "A complete WAL file; it stays where it is.")
  @Nullable Path file;

  /** PostgreSQL would log it for each segment. */
  @Override
  boolean isTold(Severity severity) {
    return verbose;
  }

  @Override
  int run(LocalServerConfiguration settings, LocalServer server) throws IOException {
    if (file != null) {
      Ownership.require(file);
      server.wal().archive(file);
      return ExitCode.DONE;
    }
    ArchivingResult result = server.wal().archiveIncoming(Termination.token());
    print(text(result), json(result));
    return result.busy() ? ExitCode.LOCKED : ExitCode.of(isFine(result));
  }

  private static boolean isFine(ArchivingResult result) {
    return result.conflicts().isEmpty() && result.damaged().isEmpty() && result.unknown().isEmpty();
  }

  private static String text(ArchivingResult result) {
    StringBuilder text = new StringBuilder();
    if (result.busy()) {
      text.append("Another process archives WAL of this server; nothing was done\n");
    }
    lines(text, "archived", result.archived());
    lines(text, "had already", result.duplicates());
    lines(text, "not complete yet", result.unfinished());
    lines(text, "other content is archived, moved to", result.conflicts());
    lines(text, "damaged, moved to", result.damaged());
    lines(text, "no WAL, moved to", result.unknown());
    return text.toString();
  }

  private static void lines(StringBuilder text, String what, List<?> many) {
    many.forEach(one -> text.append(what).append(' ').append(one).append('\n'));
  }

  private static String json(ArchivingResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("busy", result.busy());
    json.put("archived", result.archived().stream().map(WalFileName::toString).toList());
    json.put("duplicates", result.duplicates());
    json.put("unfinished", result.unfinished());
    json.put("conflicts", result.conflicts());
    json.put("damaged", result.damaged());
    json.put("unknown", result.unknown());
    return Json.write(json);
  }
}
