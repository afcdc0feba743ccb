/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.CancellationToken;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How and where to restore.
 *
 * @param dataDirectory becomes the cluster's data directory; must be absent or empty
 * @param tablespaces new locations by tablespace name
 * @param tablespaceLocations which of those that the backup names are taken besides
 * @param walDelivery how the cluster gets its WAL
 * @param targetAction what PostgreSQL does at the target
 * @param archiving whether the cluster archives its WAL; of a backup that is only extracted the
 *     settings stay as they are
 * @param pageChecks what becomes of the restore if data pages have a wrong checksum
 * @param workers parts restored at once
 * @param readAheadMemory for what is read ahead of all parts together, in bytes; 0 for none
 * @param durability whether the files are on disk when the restore ends
 * @param listener is told how it goes
 * @param cancellation ends the restore early
 */
public record RestoreOptions(
    Path dataDirectory,
    Map<String, Path> tablespaces,
    TablespaceLocations tablespaceLocations,
    WalDelivery walDelivery,
    RecoveryTargetAction targetAction,
    RestoredArchiving archiving,
    PageChecks pageChecks,
    int workers,
    long readAheadMemory,
    RestoreDurability durability,
    RestoreListener listener,
    CancellationToken cancellation) {

  private static final int MAX_WORKERS = 64;
  private static final long DEFAULT_READ_AHEAD = 64L << 20;
  private static final int SHARE_OF_HEAP = 8;

  /** Makes paths absolute and checks the numbers. */
  public RestoreOptions {
    dataDirectory = dataDirectory.toAbsolutePath().normalize();
    Map<String, Path> absolute = new TreeMap<>();
    tablespaces.forEach((name, path) -> absolute.put(name, path.toAbsolutePath().normalize()));
    tablespaces = Map.copyOf(absolute);
    Objects.requireNonNull(tablespaceLocations, "tablespaceLocations");
    Objects.requireNonNull(walDelivery, "walDelivery");
    Objects.requireNonNull(targetAction, "targetAction");
    Objects.requireNonNull(archiving, "archiving");
    Objects.requireNonNull(pageChecks, "pageChecks");
    Objects.requireNonNull(durability, "durability");
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(cancellation, "cancellation");
    if (workers < 1 || workers > MAX_WORKERS) {
      throw new IllegalArgumentException("workers is in 1 to 64, got " + workers);
    }
    if (readAheadMemory < 0) {
      throw new IllegalArgumentException("readAheadMemory is at least 0, got " + readAheadMemory);
    }
  }

  /** Returns a builder for a restore into this directory. */
  public static Builder into(Path dataDirectory) {
    return new Builder(dataDirectory);
  }

  /** Collects options. For one thread; {@link #build()} may be called again. */
  public static final class Builder {
    private final Path dataDirectory;
    private final Map<String, Path> tablespaces = new TreeMap<>();
    private TablespaceLocations tablespaceLocations = TablespaceLocations.NAMED;
    private WalDelivery walDelivery = WalDelivery.staged();
    private RecoveryTargetAction targetAction = RecoveryTargetAction.PROMOTE;
    private RestoredArchiving archiving = RestoredArchiving.OFF;
    private PageChecks pageChecks = PageChecks.REPORT;
    private int workers = Math.max(2, Runtime.getRuntime().availableProcessors());
    private long readAheadMemory =
        Math.min(DEFAULT_READ_AHEAD, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    private RestoreDurability durability = RestoreDurability.SYNCED;
    private RestoreListener listener = new RestoreListener() {};
    private CancellationToken cancellation = new CancellationToken();

    private Builder(Path dataDirectory) {
      this.dataDirectory = Objects.requireNonNull(dataDirectory, "dataDirectory");
    }

    /** Puts a tablespace into another directory, which must be absent or empty. */
    public Builder relocateTablespace(String name, Path location) {
      tablespaces.put(name, location);
      return this;
    }

    /**
     * Lets tablespaces that are not relocated go to where the backup says that they were: whoever
     * can write to the archive says where that is. By default such a backup is refused. See {@link
     * TablespaceLocations} for what lies between.
     */
    public Builder acceptTablespaceLocations() {
      return tablespaceLocations(TablespaceLocations.ALL);
    }

    /** Sets which locations are taken of those that the backup names; by default none. */
    public Builder tablespaceLocations(TablespaceLocations taken) {
      tablespaceLocations = taken;
      return this;
    }

    /** Sets how the cluster gets its WAL; by default all is staged. */
    public Builder walDelivery(WalDelivery delivery) {
      walDelivery = delivery;
      return this;
    }

    /** Sets what PostgreSQL does at the target; by default it promotes. */
    public Builder targetAction(RecoveryTargetAction action) {
      targetAction = action;
      return this;
    }

    /** Sets whether the cluster archives its WAL; by default it does not. */
    public Builder archiving(RestoredArchiving newArchiving) {
      archiving = newArchiving;
      return this;
    }

    /**
     * Sets what becomes of the restore if data pages have a wrong checksum; by default the result
     * names them.
     */
    public Builder pageChecks(PageChecks checks) {
      pageChecks = checks;
      return this;
    }

    /** Sets how many parts are restored at once; by default one per processor, at least 2. */
    public Builder workers(int count) {
      workers = count;
      return this;
    }

    /**
     * Sets how many bytes of memory there are for what is read ahead of the parts being restored,
     * all together; by default 64 MiB or an eighth of the heap, whichever is less. A large part
     * that comes slowly is read in several ranges at once if its share has room for them, and one
     * that the others do not last as long as is decoded ahead; with 0 nothing is.
     */
    public Builder readAheadMemory(long bytes) {
      readAheadMemory = bytes;
      return this;
    }

    /** Sets whether the files are on disk when the restore ends; by default they are. */
    public Builder durability(RestoreDurability newDurability) {
      durability = newDurability;
      return this;
    }

    /** Sets who is told how it goes. */
    public Builder listener(RestoreListener newListener) {
      listener = newListener;
      return this;
    }

    /** Sets what can end the restore early. */
    public Builder cancellation(CancellationToken token) {
      cancellation = token;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if one is not valid
     */
    public RestoreOptions build() {
      return new RestoreOptions(
          dataDirectory,
          tablespaces,
          tablespaceLocations,
          walDelivery,
          targetAction,
          archiving,
          pageChecks,
          workers,
          readAheadMemory,
          durability,
          listener,
          cancellation);
    }
  }
}
