/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j;

import io.github.barman4j.cnpg.InvalidObjectStoreException;
import io.github.barman4j.cnpg.ObjectStoreResource;
import io.github.barman4j.cnpg.ObjectStoreSettings;
import io.github.barman4j.cnpg.ObjectStoreSpec;
import io.github.barman4j.cnpg.SecretResolver;
import io.github.barman4j.internal.archive.WithoutFolders;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.StoreProperties;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A store with the archives of any number of PostgreSQL servers, in the layout of Barman Cloud.
 *
 * <pre>{@code
 * try (Barman barman = Barman.open(URI.create("s3://backups/prod?region=eu-west-1"))) {
 *   BarmanServer server = barman.server("orders-db");
 *   server.backups().list();
 * }
 * }</pre>
 *
 * <p>Thread-safe. {@link #close()} ends what runs and closes what was opened here, not what was
 * passed in. Afterwards everything that was handed out refuses work with {@link
 * BarmanClosedException}.
 */
public final class Barman implements AutoCloseable {

  private final ObjectStore store;
  private final ObjectStore guarded;
  private final Executor executor;
  private final Clock clock;
  private final Operations operations;

  private Barman(ObjectStore store, Executor executor, Clock clock, Runnable release) {
    this.store = store;
    this.executor = executor;
    this.clock = clock;
    this.operations = new Operations(release);
    this.guarded = new GuardedObjectStore(store, operations);
  }

  /**
   * Opens the store at a location such as {@code s3://bucket/prefix} or {@code file:///dir}, whose
   * query may hold its options. The module of the store must be on the class or module path.
   *
   * @throws IllegalArgumentException if no store handles the location, or an option is not valid
   * @throws StorageFailedException if the store cannot be opened
   */
  public static Barman open(URI location) {
    return open(location, StoreProperties.of(Map.of()));
  }

  /**
   * Opens the store at a location with options, besides those in its query; see the other.
   *
   * @throws IllegalArgumentException if no store handles the location, or an option is not valid or
   *     is in the query as well
   * @throws StorageFailedException if the store cannot be opened
   */
  public static Barman open(URI location, StoreProperties properties) {
    try {
      return owning(ObjectStores.open(location, properties));
    } catch (ObjectStoreException e) {
      throw new StorageFailedException("Opening the store", e);
    }
  }

  /**
   * Opens the store that an {@code ObjectStore} of CloudNativePG describes, see {@link
   * ObjectStoreSettings#openStore}. The module of the store must be on the class or module path.
   *
   * @throws InvalidObjectStoreException if secrets are missing, or WAL and backups ask for what one
   *     store cannot do both
   * @throws IllegalArgumentException if no store handles the location, or it does not take an
   *     option
   * @throws StorageFailedException if the store cannot be opened
   */
  public static Barman open(ObjectStoreResource resource, SecretResolver secrets) {
    return open(resource.spec(), secrets);
  }

  /** Opens the store that the {@code spec} of a resource describes; see the other. */
  public static Barman open(ObjectStoreSpec spec, SecretResolver secrets) {
    try {
      return owning(ObjectStoreSettings.of(spec).openStore(secrets));
    } catch (IOException e) {
      throw new StorageFailedException("Opening the store", e);
    }
  }

  private static Barman owning(ObjectStore store) {
    Builder builder = builder().store(store);
    builder.ownsStore = true;
    return builder.build();
  }

  /** Returns a builder for a store, executor and clock of the caller's. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the archive of a server; does no I/O.
   *
   * @param name first part of the archive's keys, what Barman's tools call the server name
   * @throws BarmanClosedException if this is closed
   */
  public BarmanServer server(String name) {
    operations.requireOpen();
    return new BarmanServer(
        new ServerContext(new WithoutFolders(guarded), name, executor, clock, operations));
  }

  /**
   * Returns the store.
   *
   * @throws BarmanClosedException if this is closed
   */
  public ObjectStore store() {
    operations.requireOpen();
    return store;
  }

  /**
   * Cancels what runs (backups, restores, copies, deletions, verifications) and waits until
   * PostgreSQL and the store are left clean; who asked for it gets {@link
   * OperationCancelledException}. Closing again does nothing.
   */
  @Override
  public void close() {
    operations.close();
  }

  /** Collects what to work with. For one thread; {@link #build()} may be called again. */
  public static final class Builder {
    private @Nullable ObjectStore store;
    private @Nullable Executor executor;
    private Clock clock = Clock.system(ZoneId.systemDefault());
    private boolean ownsStore;

    private Builder() {}

    /** Sets the store, which the caller closes. */
    public Builder store(ObjectStore newStore) {
      store = Objects.requireNonNull(newStore, "store");
      return this;
    }

    /**
     * Sets what runs parallel work, which the caller shuts down; by default threads are made as
     * needed. A task occupies its thread until it ends.
     */
    public Builder executor(Executor newExecutor) {
      executor = Objects.requireNonNull(newExecutor, "executor");
      return this;
    }

    /** Sets the clock; its zone gives backup ids their local time. By default the system's. */
    public Builder clock(Clock newClock) {
      clock = Objects.requireNonNull(newClock, "clock");
      return this;
    }

    /**
     * Returns the opened archive.
     *
     * @throws IllegalStateException if no store was set
     */
    public Barman build() {
      ObjectStore given = store;
      if (given == null) {
        throw new IllegalStateException("No store was set; call store(…) before build()");
      }
      Runnable closeStore = ownsStore ? given::close : () -> {};
      Executor own = executor;
      return own == null
          ? withOwnThreads(given, closeStore)
          : new Barman(given, own, clock, closeStore);
    }

    private Barman withOwnThreads(ObjectStore given, Runnable closeStore) {
      ExecutorService threads = Executors.newCachedThreadPool(named("barman4j-"));
      return new Barman(
          given,
          threads,
          clock,
          () -> {
            threads.shutdown();
            closeStore.run();
          });
    }

    private static ThreadFactory named(String prefix) {
      AtomicInteger number = new AtomicInteger();
      return task -> {
        Thread thread = new Thread(task, prefix + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
      };
    }
  }
}
