/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.kills;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.Barman;
import io.github.barman4j.BarmanServer;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupListing;
import io.github.barman4j.catalog.BackupStatus;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.verify.VerificationReport;
import io.github.barman4j.verify.VerifyOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a place of the store holds, looked at by a process that lives. For one thread. */
final class KilledArchive implements AutoCloseable {

  private final ObjectStore store;
  private final Barman barman;
  private final BarmanServer server;
  private final Set<BackupId> seen = new HashSet<>();

  KilledArchive(KillableStore of, String place) throws IOException {
    store = ObjectStores.open(of.location(place), of.options());
    barman = Barman.builder().store(store).build();
    server = barman.server(KilledJob.SERVER);
  }

  BarmanServer server() {
    return server;
  }

  /** Returns the same archive for a process that works some days from now. */
  BarmanServer laterServer(Duration later) {
    Clock clock = Clock.offset(Clock.systemDefaultZone(), later);
    return Barman.builder().store(store).clock(clock).build().server(KilledJob.SERVER);
  }

  /** Returns the backups that say they are done; everything listed must be readable. */
  List<BackupInfo> done() {
    BackupListing listing = server.backups().list();
    assertThat(listing.unreadable()).isEmpty();
    return listing.backups().stream().filter(b -> b.status() == BackupStatus.DONE).toList();
  }

  /** Checks the data of every backup that says it is done and was not looked at before. */
  void newBackupsAreWhole() {
    for (BackupInfo backup : done()) {
      if (seen.add(backup.id())) {
        isSound(backup, VerifyOptions.builder().withoutWal().build());
      }
    }
  }

  /** Returns how many backups say they are done, each of which must be whole with its WAL. */
  int recoverable() {
    List<BackupInfo> done = done();
    done.forEach(backup -> isSound(backup, VerifyOptions.defaults()));
    return done.size();
  }

  private void isSound(BackupInfo backup, VerifyOptions options) {
    VerificationReport report = server.verify(backup.id(), options);
    assertThat(report.isSound()).as(report::describe).isTrue();
  }

  /** Returns key, size and version of every object. */
  Set<String> objects() {
    try (Stream<ObjectMetadata> all = ObjectStores.walk(store, ListRequest.prefix(""))) {
      return new TreeSet<>(
          all.map(o -> o.key().value() + " " + o.size() + " " + o.etag()).toList());
    }
  }

  /** Puts every object of this one into another. */
  void copyTo(KilledArchive other) throws IOException {
    try (Stream<ObjectMetadata> all = ObjectStores.walk(store, ListRequest.prefix(""))) {
      for (ObjectMetadata object : all.toList()) {
        try (ObjectContent content = store.get(object.key(), GetOptions.all())) {
          byte[] bytes = content.stream().readAllBytes();
          other.store.put(object.key(), ObjectBody.of(bytes), PutOptions.overwrite());
        }
      }
    }
  }

  void clear() throws IOException {
    try (Stream<ObjectMetadata> all = ObjectStores.walk(store, ListRequest.prefix(""))) {
      store.delete(all.map(ObjectMetadata::key).toList()).throwIfIncomplete();
    }
  }

  @Override
  public void close() {
    barman.close();
    store.close();
  }
}
