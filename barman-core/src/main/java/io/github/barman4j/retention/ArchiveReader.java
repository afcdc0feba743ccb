/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.ServerContext;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupSelector;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.internal.archive.ArchiveStore;
import io.github.barman4j.internal.archive.Parallel;
import io.github.barman4j.internal.archive.StoreFailures;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.storage.ObjectMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at an archive: one listing of {@code base/}, and each backup.info read. */
final class ArchiveReader {

  private static final int READS_AT_ONCE = 16;
  private static final int MAX_OWNER = 1024;

  private final ServerContext context;
  private final ArchiveStore store;
  private final ServerLayout layout;
  private final BackupCatalog catalog;
  private final ArchiveObjects objects;
  private final Duration grace;

  ArchiveReader(ServerContext context, Duration grace) {
    this.context = context;
    this.store = new ArchiveStore(context.store());
    this.layout = new ServerLayout(context.serverName());
    this.catalog = new BackupCatalog(context);
    this.objects = new ArchiveObjects(context);
    this.grace = grace;
  }

  ArchiveState read() {
    Instant now = context.clock().instant();
    Map<BackupId, BackupContent> contents = new TreeMap<>();
    list(layout.basePrefix(), (id, name, object) -> content(contents, id).add(name, object));
    if (store.capabilities().emptyNames()) {
      list("/" + layout.basePrefix(), (id, name, object) -> annotate(contents, id, name));
    }
    Map<BackupId, BackupInfo> notes =
        catalog.running().stream()
            .collect(Collectors.toMap(BackupInfo::id, ArchiveReader::running));
    store.walk(layout.runningPrefix()).forEach(note -> touch(contents, notes, note));
    List<BackupId> ids = List.copyOf(contents.keySet());
    Reading reading = new Reading(contents, notes, now.minus(grace), ArchivedWal.in(objects));
    return new ArchiveState(
        Parallel.map(context.executor(), READS_AT_ONCE, ids, id -> state(id, reading)),
        owner(),
        now);
  }

  private record Reading(
      Map<BackupId, BackupContent> contents,
      Map<BackupId, BackupInfo> notes,
      Instant alive,
      ArchivedWal wal) {
    BackupContent content(BackupId id) {
      return Objects.requireNonNull(contents.get(id));
    }
  }

  private interface Found {
    void object(BackupId id, String name, ObjectMetadata object);
  }

  private void list(String prefix, Found found) {
    store
        .walk(prefix)
        .forEach(
            object -> {
              String path = object.key().value().substring(prefix.length());
              int slash = path.indexOf('/');
              if (slash > 0 && !path.substring(0, slash).isBlank()) {
                found.object(
                    BackupId.of(path.substring(0, slash)), path.substring(slash + 1), object);
              }
            });
  }

  private static BackupContent content(Map<BackupId, BackupContent> contents, BackupId id) {
    return contents.computeIfAbsent(id, key -> new BackupContent());
  }

  private static void annotate(Map<BackupId, BackupContent> contents, BackupId id, String name) {
    if (name.startsWith(BackupContent.ANNOTATIONS) && contents.containsKey(id)) {
      content(contents, id).annotate();
    }
  }

  /** The note of a backup that is sent on says that it was done where it comes from. */
  private static BackupInfo running(BackupInfo note) {
    return note.toBuilder().set(BackupField.STATUS, BackupStatus.STARTED).build();
  }

  private static void touch(
      Map<BackupId, BackupContent> contents, Map<BackupId, BackupInfo> notes, ObjectMetadata note) {
    BackupId id = BackupId.of(note.key().lastName());
    if (notes.containsKey(id)) {
      content(contents, id).touch(note.lastModified());
    }
  }

  private BackupState state(BackupId id, Reading reading) {
    BackupContent content = reading.content(id);
    BackupInfo note = reading.notes().get(id);
    try {
      BackupInfo info = content.hasInfo() ? info(id).orElse(note) : note;
      if (info != null) {
        reading.wal().missing(info).ifPresent(content::lacksWal);
      }
      return state(id, info, null, reading);
    } catch (CorruptArchiveException | StorageFailedException e) {
      return state(id, null, StoreFailures.gap(e).getMessage(), reading);
    }
  }

  private Optional<BackupInfo> info(BackupId id) {
    return catalog.find(BackupSelector.id(id));
  }

  private BackupState state(
      BackupId id, @Nullable BackupInfo info, @Nullable String problem, Reading reading) {
    BackupContent content = reading.content(id);
    boolean alive = content.lastModified().isAfter(reading.alive());
    return new BackupState(
        id,
        info,
        problem,
        content.isAnnotated() ? catalog.keepTarget(id).orElse(null) : null,
        content,
        reading.notes().containsKey(id),
        problem == null && BackupState.isUnfinished(info) && alive);
  }

  /** An owner that cannot be read may be anybody: no WAL goes then. */
  private @Nullable String owner() {
    try {
      return store
          .find(layout.owner(), MAX_OWNER)
          .map(text -> new String(text, UTF_8).strip())
          .orElse(null);
    } catch (StorageFailedException e) {
      return "unknown, " + StoreFailures.gap(e).getMessage();
    }
  }
}
