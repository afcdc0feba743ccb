/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.localbackup;

import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupListing;
import io.github.barman4j.catalog.KeepTarget;
import io.github.barman4j.retention.BackupVerdict;
import io.github.barman4j.storage.fs.local.LocalRetentionPlan;
import io.github.barman4j.storage.fs.local.LocalServer;
import io.github.barman4j.storage.fs.local.LocalServerConfiguration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Lists the backups. */
@Command(name = "list", description = "Lists the backups, the newest first.")
final class ListCommand extends ServerCommand {

  private static final String ROW = "%-15s  %-16s  %-25s  %10s  %10s  %-12s  %s\n";

  @Override
  int run(LocalServerConfiguration settings, LocalServer server) {
    BackupListing listing = server.catalog().list();
    Optional<LocalRetentionPlan> plan = settings.retentionPolicy().map(server.retention()::plan);
    List<Row> rows = new ArrayList<>();
    listing.backups().stream()
        .sorted(Comparator.comparing(BackupInfo::id).reversed())
        .forEach(info -> rows.add(row(server, info, plan)));
    print(text(rows), Json.write(rows.stream().map(ListCommand::json).toList()));
    listing
        .unreadable()
        .forEach(
            one -> err().println("local-backup: " + one.id() + ": " + one.cause().getMessage()));
    return ExitCode.of(listing.unreadable().isEmpty());
  }

  private record Row(BackupInfo info, String keep, String verdict) {}

  private static Row row(LocalServer server, BackupInfo info, Optional<LocalRetentionPlan> plan) {
    return new Row(
        info,
        server.catalog().keepTarget(info.id()).map(KeepTarget::word).orElse(""),
        plan.flatMap(made -> verdict(made, info.id())).orElse(""));
  }

  private static Optional<String> verdict(LocalRetentionPlan plan, BackupId id) {
    return plan.decision().find(id).map(BackupVerdict::status).map(status -> status.word());
  }

  private static String text(List<Row> rows) {
    StringBuilder text = new StringBuilder();
    text.append(
        ROW.formatted("BACKUP", "STATUS", "END", "SIZE", "NOT LINKED", "RETENTION", "NAME"));
    for (Row row : rows) {
      BackupInfo info = row.info();
      text.append(
              ROW.formatted(
                      info.id(),
                      info.status(),
                      info.endTime().map(time -> time.withNano(0).toString()).orElse("-"),
                      bytes(info, BackupField.SIZE),
                      bytes(info, BackupField.DEDUPLICATED_SIZE),
                      row.keep().isEmpty() ? row.verdict() : "KEEP:" + row.keep(),
                      info.name().orElse(""))
                  .stripTrailing())
          .append('\n');
    }
    return text.toString();
  }

  private static String bytes(BackupInfo info, BackupField field) {
    return info.find(field).map(Long.class::cast).map(Words::bytes).orElse("-");
  }

  private static Map<String, Object> json(Row row) {
    BackupInfo info = row.info();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backup_id", info.id());
    json.put("backup_name", info.name());
    json.put("status", info.status());
    json.put("begin_time", info.beginTime());
    json.put("end_time", info.endTime());
    json.put("begin_wal", info.beginWal());
    json.put("end_wal", info.endWal());
    json.put("size_bytes", info.find(BackupField.SIZE));
    json.put("deduplicated_size_bytes", info.find(BackupField.DEDUPLICATED_SIZE));
    json.put("keep", Optional.of(row.keep()).filter(word -> !word.isEmpty()));
    json.put("retention_status", Optional.of(row.verdict()).filter(word -> !word.isEmpty()));
    json.put("error", info.error());
    return json;
  }
}
