/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.ServerContext;
import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.backup.BackupSource;
import io.github.barman4j.backup.BaseBackup;
import io.github.barman4j.catalog.BackupCatalog;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.ObjectTags;
import io.github.barman4j.testing.process.FileTrees;
import io.github.barman4j.testing.servers.BarmanCli;
import io.github.barman4j.verify.BackupVerifier;
import io.github.barman4j.verify.VerificationReport;
import io.github.barman4j.verify.VerifyOptions;
import io.github.barman4j.wal.WalArchive;
import io.github.barman4j.wal.WalOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * An archive of a real cluster with objects of every kind there is, and tags by kind.
 *
 * <p>barman#350: encryption was asked for and applied to WAL and backup.info, but not to the data.
 * So the objects are asked, of every kind.
 */
public final class TaggedArchive implements AutoCloseable {

  private static final Map<String, String> BACKUP = Map.of("kind", "base", "team", "dba");
  private static final Map<String, String> WAL = Map.of("kind", "wal");
  private static final Map<String, String> HISTORY = Map.of("kind", "history");

  private final ExecutorService executor = Executors.newFixedThreadPool(4);
  private final Path work = FileTrees.createTemporary("tagged");
  private final SourceCluster cluster = new SourceCluster(17);

  /** Writes the archive of server {@code main} into a store. */
  public void write(ObjectStore store) throws IOException {
    ServerContext context = context(store);
    cluster.beginRound();
    BackupOptions options =
        BackupOptions.builder()
            .tags(ObjectTags.of(BACKUP))
            .partSize(2 << 20)
            .fastCheckpoint()
            .build();
    BackupSource source =
        BackupSource.dataDirectory(cluster.server().dataSource(), cluster.server().dataDirectory());
    new BaseBackup(context).run(source, options);
    archive(context, cluster.completedWal());
  }

  private void archive(ServerContext context, List<Path> wal) throws IOException {
    WalArchive archive =
        new WalArchive(
            context,
            WalOptions.builder()
                .tags(ObjectTags.of(WAL))
                .historyTags(ObjectTags.of(HISTORY))
                .build());
    wal.forEach(archive::archive);
    archive.archive(history());
  }

  private Path history() throws IOException {
    byte[] history = "1\t0/3000000\tno recovery target specified\n".getBytes(UTF_8);
    return Files.write(work.resolve("00000002.history"), history);
  }

  private ServerContext context(ObjectStore store) {
    return new ServerContext(store, "main", executor, Clock.systemDefaultZone());
  }

  /**
   * Has Barman write the archive of server {@code main}.
   *
   * @param barman pointed at the store
   * @param url Barman's way to it
   * @param sealing more options of its tools that write, such as for encryption
   */
  public void writeByBarman(BarmanCli barman, String url, List<String> sealing) throws IOException {
    RealBarman base = new RealBarman(barman, url, "main", joined(sealing, tags("--tags", BACKUP)));
    cluster.beginRound();
    base.backUp(cluster.server(), Codec.GZIP, "tagged");
    List<String> wal =
        joined(joined(sealing, tags("--tags", WAL)), tags("--history-tags", HISTORY));
    RealBarman archiver = new RealBarman(barman, url, "main", wal);
    cluster.completedWal().forEach(file -> archiver.archiveWal(Codec.GZIP, file));
    archiver.archiveWal(Codec.GZIP, history());
  }

  private static List<String> joined(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static List<String> tags(String option, Map<String, String> tags) {
    Stream<String> pairs = tags.entrySet().stream().map(t -> t.getKey() + "," + t.getValue());
    return Stream.concat(Stream.of(option), pairs).toList();
  }

  /** Checks what we make of what Barman wrote: the tags, and that all of it can be read. */
  public void assertWeRead(ObjectStore store) {
    assertTags(pattern -> tags(store, pattern));
    ServerContext context = context(store);
    VerificationReport report =
        new BackupVerifier(context)
            .verify(
                new BackupCatalog(context).list().backups().get(0).id(),
                VerifyOptions.builder().build());
    assertThat(report.isSound()).as(report.describe()).isTrue();
  }

  private static List<Map<String, String>> tags(ObjectStore store, String pattern) {
    try (Stream<ObjectMetadata> objects = ObjectStores.walk(store, ListRequest.prefix("main/"))) {
      return objects
          .map(ObjectMetadata::key)
          .filter(key -> key.value().matches(pattern))
          .map(key -> tags(store, key))
          .toList();
    }
  }

  private static Map<String, String> tags(ObjectStore store, ObjectKey key) {
    try {
      return store.tags(key).values();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks the tags of every kind of object.
   *
   * @param tagsOf gives the tags of each object whose key matches a pattern, asked without our
   *     store
   */
  public static void assertTags(Function<String, List<Map<String, String>>> tagsOf) {
    assertThat(tagsOf.apply("main/base/.*/data(_[0-9]+)?[.]tar.*")).hasSizeGreaterThan(2);
    assertThat(tagsOf.apply("main/base/.*/[0-9]+(_[0-9]+)?[.]tar.*")).hasSizeGreaterThan(1);
    assertThat(tagsOf.apply("main/base/.*/backup.info")).hasSize(1);
    assertThat(tagsOf.apply("main/base/.*")).allMatch(BACKUP::equals);
    assertThat(tagsOf.apply("main/wals/.*/[0-9A-F]{24}[.].*")).isNotEmpty().allMatch(WAL::equals);
    assertThat(tagsOf.apply("main/wals/00000002.history.*")).containsExactly(HISTORY);
  }

  @Override
  public void close() {
    cluster.close();
    executor.shutdownNow();
    FileTrees.delete(work);
  }
}
