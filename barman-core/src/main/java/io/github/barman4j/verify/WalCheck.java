/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupWal;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.MalformedStreamException;
import io.github.barman4j.internal.archive.ArchiveStore;
import io.github.barman4j.internal.archive.SegmentCheck;
import io.github.barman4j.internal.archive.StoreFailures;
import io.github.barman4j.internal.archive.StoredWal;
import io.github.barman4j.internal.archive.WalPageHeader;
import io.github.barman4j.internal.layout.ServerLayout;
import io.github.barman4j.postgres.SystemIdentifier;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.postgres.WalSegmentName;
import io.github.barman4j.postgres.WalSegmentSize;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.verify.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the WAL segments that a backup needs to become consistent. Thread-safe. */
final class WalCheck {

  private final VerifyRun run;
  private final ArchiveStore store;
  private final ServerLayout layout;
  private final BackupInfo info;
  private final WalSegmentSize size;

  WalCheck(VerifyRun run, ServerLayout layout, BackupInfo info) {
    this.run = run;
    this.store = new ArchiveStore(run.store());
    this.layout = layout;
    this.info = info;
    this.size = info.walSegmentSize();
  }

  /** Returns the segments, first to last; empty if it is not known where they begin and end. */
  List<WalSegmentName> segments() {
    return BackupWal.of(info).map(wal -> wal.segments().toList()).orElse(List.of());
  }

  /** Checks one segment; on the timeline of the end if the backup followed one to another. */
  boolean check(WalSegmentName segment) {
    Set<WalSegmentName> names = new LinkedHashSet<>(List.of(segment));
    info.endWal().ifPresent(end -> names.add(segment.onTimeline(end.timeline())));
    for (WalSegmentName name : names) {
      List<ObjectMetadata> objects = objects(name);
      if (!objects.isEmpty()) {
        return objects.stream().allMatch(object -> read(name, object.key()));
      }
    }
    String message = "the backup needs this segment, and the archive has it in no compression";
    return report(Kind.WAL_MISSING, ObjectKey.of(layout.walKey(segment)), message);
  }

  private List<ObjectMetadata> objects(WalSegmentName name) {
    return store.walk(layout.walKey(name)).filter(object -> isOf(name, object.key())).toList();
  }

  private boolean isOf(WalSegmentName name, ObjectKey key) {
    String suffix = Codec.ofFileName(key.value()).suffix();
    return layout.walOfKey(key, suffix).filter((WalFileName wal) -> wal.equals(name)).isPresent();
  }

  private boolean read(WalSegmentName name, ObjectKey key) {
    try (StoredWal wal = StoredWal.open(run.store(), key)) {
      byte[] beginning = wal.content().readNBytes(WalPageHeader.LENGTH);
      long length = beginning.length + rest(wal.content());
      run.tally().walSegments.increment();
      return judge(name, key, beginning, length);
    } catch (MalformedStreamException e) {
      return report(Kind.WAL_DAMAGED, key, String.valueOf(e.getMessage()));
    } catch (StoreAccessDeniedException e) {
      return report(Kind.WAL_DAMAGED, key, "the store refuses it: " + e.getMessage());
    } catch (ObjectNotFoundException e) {
      return report(Kind.WAL_MISSING, key, "it was there a moment ago, and is gone");
    } catch (IOException e) {
      throw StoreFailures.of("Could not read " + key, e);
    }
  }

  private long rest(InputStream content) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long length = 0;
    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
      length += read;
      run.checkGoesOn();
    }
    return length;
  }

  private boolean judge(WalSegmentName name, ObjectKey key, byte[] beginning, long length) {
    if (length != size.bytes()) {
      run.findings()
          .add(
              Problem.of(Kind.WAL_SIZE, key, "the segment is not whole")
                  .with(size.bytes() + " bytes", length));
      return false;
    }
    Optional<String> problem = new SegmentCheck(name, beginning, length).problem();
    if (problem.isPresent()) {
      return report(Kind.WAL_MISMATCH, key, problem.get());
    }
    return isSameCluster(key, beginning);
  }

  private boolean isSameCluster(ObjectKey key, byte[] beginning) {
    Optional<SystemIdentifier> mine =
        WalPageHeader.find(beginning).map(WalPageHeader::systemIdentifier);
    Optional<SystemIdentifier> expected = info.systemIdentifier();
    if (mine.isEmpty() || expected.isEmpty() || mine.equals(expected)) {
      return true;
    }
    run.findings()
        .add(
            Problem.of(Kind.WAL_MISMATCH, key, "the segment is of another cluster")
                .with("system identifier " + expected.get(), mine.get()));
    return false;
  }

  private boolean report(Kind kind, ObjectKey key, String message) {
    run.findings().add(Problem.of(kind, key, message));
    return false;
  }
}
