/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.storage.fs.local.LocalServer;
import io.github.barman4j.storage.fs.local.LocalServerConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Keeps a backup. */
@Command(
    name = "keep",
    description = "Keeps a backup from retention and deletion, or tells whether it is kept.")
final class KeepCommand extends OneBackupCommand {

  @ArgGroup(multiplicity = "1")
  Action action = new Action();

  /** One of three. */
  static final class Action {
    @Option(
        names = "--target",
        paramLabel = "WHAT",
        description = "Keep it: full, with all WAL after it, or standalone, with its own.")
    @Nullable String target;

    @Option(
        names = {"-r", "--release"},
        description = "Keep it no longer.")
    boolean release;

    @Option(
        names = {"-s", "--status"},
        description = "Tell whether it is kept.")
    boolean status;
  }

  @Override
  int run(LocalServerConfiguration settings, LocalServer server) {
    BackupId id = server.catalog().get(selector()).id();
    if (action.target != null) {
      server.catalog().keep(id, KeepTarget.parse(action.target));
    } else if (action.release) {
      server.catalog().release(id);
    }
    Optional<String> kept = server.catalog().keepTarget(id).map(KeepTarget::word);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backup_id", id);
    json.put("keep", kept);
    print(
        "Backup %s is %s\n".formatted(id, kept.map(word -> "kept, " + word).orElse("not kept")),
        Json.write(json));
    return ExitCode.DONE;
  }
}
