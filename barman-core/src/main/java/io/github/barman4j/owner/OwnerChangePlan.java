/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.owner;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.internal.json.Json;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.wal.WalRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a change of owner does, and what it cannot mend.
 *
 * @param serverName whose archive it is
 * @param former owner, as it was read
 * @param owner that is to be
 * @param backups that are there, oldest first; each says whose it is
 * @param obstacles what the former owner has left in the archive in the way of the new one
 */
public record OwnerChangePlan(
    String serverName,
    OwnerNote former,
    SystemIdentifier owner,
    List<BackupInfo> backups,
    Obstacles obstacles) {

  /**
   * What lies at names that the new owner will use.
   *
   * @param segments that stay, so that segments of the new owner of these names are refused
   * @param histories of timelines, which are moved aside
   */
  public record Obstacles(List<WalRange> segments, List<ObjectKey> histories) {

    /** Copies the lists. */
    public Obstacles {
      segments = List.copyOf(segments);
      histories = List.copyOf(histories);
    }
  }

  /** Copies the list. */
  public OwnerChangePlan {
    Objects.requireNonNull(serverName, "serverName");
    Objects.requireNonNull(former, "former");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(obstacles, "obstacles");
    backups = List.copyOf(backups);
  }

  /** Tells whether the archive belongs to the cluster already, so that there is nothing to do. */
  public boolean isDone() {
    return former.cluster().equals(owner);
  }

  /** Returns the plan for a person, a line for each thing. */
  public String describe() {
    StringBuilder text = new StringBuilder(toString());
    backups.forEach(b -> text.append("\n  backup ").append(b.id()).append(" of ").append(of(b)));
    obstacles
        .segments()
        .forEach(range -> text.append("\n  collision ").append(range).append(": stays"));
    obstacles
        .histories()
        .forEach(key -> text.append("\n  history ").append(key).append(": is moved aside"));
    return text.append(advice()).toString();
  }

  private String advice() {
    String text =
        isDone() ? "" : "\nTake a backup at once: until then nothing of the new owner recovers.";
    if (!obstacles.segments().isEmpty()) {
      text +=
          "\nWAL of the new owner is refused where it collides. Give it a server name of its own, or"
              + " delete the backups of the former owner and then the WAL that collides.";
    }
    if (!obstacles.histories().isEmpty()) {
      text +=
          "\nTo recover a backup of the former owner along a later timeline, copy the history back"
              + " first.";
    }
    return text;
  }

  /** Returns the plan for a program, one line of JSON. */
  public String toJson() {
    Map<String, Object> plan = new LinkedHashMap<>();
    plan.put("server_name", serverName);
    plan.put("former_owner", former.cluster().toString());
    plan.put("owner", owner.toString());
    plan.put("backups", backups.stream().map(b -> fields(b.id().value(), of(b))).toList());
    plan.put("collisions", obstacles.segments().stream().map(WalRange::toString).toList());
    plan.put("histories", obstacles.histories().stream().map(ObjectKey::value).toList());
    return Json.write(plan);
  }

  private static Map<String, String> fields(String id, String cluster) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("backup_id", id);
    fields.put("system_identifier", cluster);
    return fields;
  }

  private static String of(BackupInfo backup) {
    return backup.systemIdentifier().map(SystemIdentifier::toString).orElse("unknown");
  }

  /** Returns a summary on one line. */
  @Override
  public String toString() {
    return "change owner of '" + serverName + "' from " + former.cluster() + " to " + owner;
  }
}
