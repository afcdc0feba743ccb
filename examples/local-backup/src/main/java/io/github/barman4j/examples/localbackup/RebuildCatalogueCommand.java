/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import io.github.barman4j.storage.fs.local.CatalogueRebuild;
import io.github.barman4j.storage.fs.local.LocalServer;
import io.github.barman4j.storage.fs.local.LocalServerConfiguration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

/** Makes the WAL catalogue anew. */
@Command(
    name = "rebuild-catalogue",
    description = "Makes the WAL catalogue anew from the archived files, as barman rebuild-xlogdb.")
final class RebuildCatalogueCommand extends ServerCommand {

  @Override
  int run(LocalServerConfiguration settings, LocalServer server) {
    CatalogueRebuild result = server.wal().rebuildCatalogue(Termination.token());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("files", result.files());
    json.put("added", result.added());
    json.put("lost", result.lost());
    json.put("skipped", result.skipped());
    print(
        String.format(
            Locale.ROOT,
            "%d WAL files, %d of them not listed before; %d were listed and are not there\n",
            result.files(),
            result.added().size(),
            result.lost().size()),
        Json.write(json));
    result.skipped().forEach(path -> err().println("local-backup: not WAL: " + path));
    return ExitCode.DONE;
  }
}
