/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import io.github.barman4j.backup.BackupOptions;
import io.github.barman4j.cnpg.Slots.Slot;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.retention.RetentionPolicy;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.StoreProperties;
import io.github.barman4j.wal.WalOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an {@code ObjectStore} resource means for this library: a location, options of the store, of
 * WAL, of base backups and of retention. Where the resource says nothing Barman's behaviour counts,
 * so nothing is compressed; levels and numbers of threads are those of this library.
 *
 * <p>What has no effect here is in {@link #unsupported()}. Immutable and thread-safe.
 */
public final class ObjectStoreSettings {

  private static final String CONFIGURATION = "spec.configuration.";

  private final ObjectStoreSpec spec;
  private final ObjectStoreConfiguration configuration;
  private final Section wal;
  private final Section backups;
  private final Compression walCompression;
  private final List<UnsupportedSetting> unsupported;

  private ObjectStoreSettings(ObjectStoreSpec spec) {
    this.spec = spec;
    this.configuration = spec.configuration();
    this.wal = new Section(configuration);
    this.backups = new Section(configuration);
    List<UnsupportedSetting> reported = new ArrayList<>();
    SectionReader reader = new SectionReader(configuration, reported::add);
    reader.readWal(wal);
    reader.readBackups(backups);
    this.walCompression = reader.walCompression(wal);
    this.unsupported = List.copyOf(reported);
  }

  /**
   * Translates a resource; does no I/O.
   *
   * @throws InvalidObjectStoreException if additional arguments contradict the encryption
   */
  public static ObjectStoreSettings of(ObjectStoreResource resource) {
    return of(resource.spec());
  }

  /** Translates the {@code spec} of a resource; see the other. */
  public static ObjectStoreSettings of(ObjectStoreSpec spec) {
    ObjectStoreSettings settings = new ObjectStoreSettings(spec);
    Problems problems = new Problems();
    checkKeys(settings.wal, problems);
    checkKeys(settings.backups, problems);
    problems.throwIfAny();
    return settings;
  }

  /** Returns where the archives are, without options. */
  public URI location() {
    return URI.create(configuration.destinationPath());
  }

  /**
   * Returns the options of the store, for {@link io.github.barman4j.storage.ObjectStores#open(URI,
   * StoreProperties)}.
   *
   * @param use what the store is for
   * @param secrets asked for what is in effect
   * @param directory where files with certificates or a key are made, readable by their owner
   *     alone, if they are in no file already; the store reads them as long as it is open, and the
   *     caller removes them
   * @throws InvalidObjectStoreException if secrets are missing; or with {@link StoreUse#ALL} if WAL
   *     and backups ask for what one store cannot do both
   * @throws IOException if such a file cannot be written, or a key's cannot be read
   */
  public StoreProperties properties(StoreUse use, SecretResolver secrets, Path directory)
      throws IOException {
    Problems problems = new Problems();
    Map<String, String> values = StoreSettings.of(wal, backups, use, problems);
    values.putAll(new SecretProperties(configuration, secrets, directory, problems).read());
    readCustomerKey(values, problems);
    problems.throwIfAny();
    return StoreProperties.of(values);
  }

  /**
   * Opens the store for everything; the caller closes it. What has no effect is logged as a
   * warning. Files for {@link #properties} are in a directory of their own, which is removed when
   * the store is closed.
   *
   * @throws InvalidObjectStoreException as {@link #properties} does
   * @throws IllegalArgumentException if the store's module is missing, or does not take an option
   * @throws IOException if the store cannot be opened
   */
  public ObjectStore openStore(SecretResolver secrets) throws IOException {
    return OpenedStore.open(this, secrets);
  }

  /** Returns how WAL is archived and fetched. */
  public WalOptions walOptions() {
    WalOptions.Builder options = WalOptions.builder().compression(walCompression).tags(wal.tags());
    if (!wal.historyTags().isEmpty()) {
      options.historyTags(wal.historyTags());
    }
    return wal.work.find(Section.NO_PARTIAL) == null
        ? options.build()
        : options.withoutPartialFallback().build();
  }

  /** Returns how many WAL files are archived at a time; at least 1. */
  public int maxParallel() {
    return configuration.wal().maxParallel();
  }

  /**
   * Returns how many WAL files are fetched ahead: {@code --parallel} of {@code
   * wal.restoreAdditionalCommandArgs}, else {@link #maxParallel()}; 0 for none.
   */
  public int walPrefetch() {
    Integer parallel = wal.work.find(Section.PARALLEL, Integer.class);
    return parallel == null ? maxParallel() : parallel;
  }

  /** Returns how base backups are made. */
  public BackupOptions backupOptions() {
    BackupOptions.Builder options =
        BackupOptions.builder().compression(Compression.of(codec(backups))).tags(backups.tags());
    Integer jobs = backups.work.find(Section.JOBS, Integer.class);
    Long partSize = backups.work.find(Section.PART_SIZE, Long.class);
    Long bandwidth = backups.work.find(Section.BANDWIDTH, Long.class);
    if (jobs != null) {
      options.workers(jobs);
    }
    if (partSize != null) {
      options.partSize(partSize);
    }
    if (bandwidth != null) {
      options.bandwidthLimit(bandwidth);
    }
    if (backups.work.find(Section.CHECKPOINT) != null) {
      options.fastCheckpoint();
    }
    return options.build();
  }

  /** Returns where tablespaces go when a backup is restored, by name. */
  public Map<String, Path> tablespaces() {
    return Map.copyOf(backups.tablespaces);
  }

  /** Returns the retention policy, empty if nothing is deleted. */
  public Optional<RetentionPolicy> retentionPolicy() {
    return spec.findRetentionPolicy();
  }

  /** Returns what has no effect here, in the order of the resource's fields. */
  public List<UnsupportedSetting> unsupported() {
    return unsupported;
  }

  /** Names the location alone. */
  @Override
  public String toString() {
    return "ObjectStoreSettings[" + configuration.destinationPath() + "]";
  }

  private static Codec codec(Section section) {
    Codec codec = section.work.find(Section.COMPRESSION, Codec.class);
    return codec == null ? Codec.NONE : codec;
  }

  private static void checkKeys(Section section, Problems problems) {
    Slot key = section.store.find("sse-customer-key");
    Slot encryption = section.store.find("encryption");
    if (key != null && encryption != null) {
      problems.add(
          key.field(),
          "--sse-customer-key and " + encryption.field() + " exclude each other: give one of both");
    }
  }

  private void readCustomerKey(Map<String, String> values, Problems problems) throws IOException {
    String name = "sse-customer-key";
    String file = values.get(name);
    if (file == null) {
      return;
    }
    try {
      String key = Files.readString(Path.of(file), StandardCharsets.UTF_8);
      values.put(name, key.replaceAll("\\s", ""));
    } catch (NoSuchFileException e) {
      problems.add(fieldOf(name), "--sse-customer-key names a file that is not there: " + file);
    }
  }

  private String fieldOf(String property) {
    Slot slot = wal.store.find(property);
    Slot given = slot == null ? backups.store.find(property) : slot;
    return given == null ? CONFIGURATION + "data" : given.field();
  }
}
