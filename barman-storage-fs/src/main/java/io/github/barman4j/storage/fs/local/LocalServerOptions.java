/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.compression.Compression;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the directory of a Barman server is and how it is kept: the settings of a server section in
 * {@code barman.conf} that concern all work with it. Immutable; {@link #builder} begins with
 * Barman's defaults.
 */
public final class LocalServerOptions {

  private static final Pattern NAME = Pattern.compile("[^/\\s][^/]*");

  private final Builder values;

  private LocalServerOptions(Builder values) {
    this.values = values;
  }

  /**
   * Returns a builder with Barman's defaults.
   *
   * @param barmanHome directory of all servers
   * @param serverName name of the section, and of the server's directory
   */
  public static Builder builder(Path barmanHome, String serverName) {
    return new Builder(barmanHome, serverName);
  }

  /** Returns a builder with these options. */
  public Builder toBuilder() {
    return new Builder(values);
  }

  /** Returns the server's name. */
  public String serverName() {
    return values.serverName;
  }

  /** Returns the directory of all servers, absolute, as all paths here. */
  public Path barmanHome() {
    return values.barmanHome;
  }

  /** Returns where the lock files are: {@code barman_lock_directory}. */
  public Path lockDirectory() {
    return or(values.lockDirectory, values.barmanHome);
  }

  /** Returns the server's directory: {@code backup_directory}. */
  public Path serverDirectory() {
    return or(values.serverDirectory, values.barmanHome.resolve(values.serverName));
  }

  /** Returns where the backups are: {@code basebackups_directory}. */
  public Path baseDirectory() {
    return or(values.baseDirectory, serverDirectory().resolve("base"));
  }

  /** Returns where archived WAL is: {@code wals_directory}. */
  public Path walsDirectory() {
    return or(values.walsDirectory, serverDirectory().resolve("wals"));
  }

  /** Returns where the modern WAL catalogue is: {@code xlogdb_directory}. */
  public Path catalogueDirectory() {
    return or(values.catalogueDirectory, walsDirectory());
  }

  /** Returns where {@code archive_command} drops WAL: {@code incoming_wals_directory}. */
  public Path incomingDirectory() {
    return or(values.incomingDirectory, serverDirectory().resolve("incoming"));
  }

  /** Returns where {@code pg_receivewal} puts WAL: {@code streaming_wals_directory}. */
  public Path streamingDirectory() {
    return or(values.streamingDirectory, serverDirectory().resolve("streaming"));
  }

  /** Returns where WAL goes that cannot be archived: {@code errors_directory}. */
  public Path errorsDirectory() {
    return or(values.errorsDirectory, serverDirectory().resolve("errors"));
  }

  private static Path or(@Nullable Path set, Path fallback) {
    return set == null ? fallback : set;
  }

  /** Returns the layout to write, empty to go on with the one that the directory has. */
  public Optional<Layout> layout() {
    return Optional.ofNullable(values.layout);
  }

  /** Returns how WAL is compressed when it is archived. */
  public Compression walCompression() {
    return values.walCompression;
  }

  /** Returns how many DONE backups no deletion goes below: {@code minimum_redundancy}. */
  public int minimumRedundancy() {
    return values.minimumRedundancy;
  }

  /** Returns what runs parallel work. */
  public Executor executor() {
    return values.executor;
  }

  /** Returns what gives "now"; its zone gives backup ids their local time, as Barman does. */
  public Clock clock() {
    return values.clock;
  }

  /** Nobody closes a server, so there is no pool that could be ended. */
  private static void onThreadOfItsOwn(Runnable task) {
    Thread thread = new Thread(task, "barman4j-local");
    thread.setDaemon(true);
    thread.start();
  }

  /** Collects options. For one thread; may be used again after {@link #build()}. */
  public static final class Builder {
    private final Path barmanHome;
    private final String serverName;
    private @Nullable Path lockDirectory;
    private @Nullable Path serverDirectory;
    private @Nullable Path baseDirectory;
    private @Nullable Path walsDirectory;
    private @Nullable Path catalogueDirectory;
    private @Nullable Path incomingDirectory;
    private @Nullable Path streamingDirectory;
    private @Nullable Path errorsDirectory;
    private @Nullable Layout layout;
    private Compression walCompression = Compression.NONE;
    private int minimumRedundancy;
    private Executor executor = LocalServerOptions::onThreadOfItsOwn;
    private Clock clock = Clock.system(ZoneId.systemDefault());

    private Builder(Path barmanHome, String serverName) {
      this.barmanHome = absolute(barmanHome);
      if (!NAME.matcher(serverName).matches()) {
        throw new IllegalArgumentException(
            "A server name begins with no blank and has no '/', got '" + serverName + "'");
      }
      this.serverName = serverName;
    }

    private Builder(Builder other) {
      this.barmanHome = other.barmanHome;
      this.serverName = other.serverName;
      this.lockDirectory = other.lockDirectory;
      this.serverDirectory = other.serverDirectory;
      this.baseDirectory = other.baseDirectory;
      this.walsDirectory = other.walsDirectory;
      this.catalogueDirectory = other.catalogueDirectory;
      this.incomingDirectory = other.incomingDirectory;
      this.streamingDirectory = other.streamingDirectory;
      this.errorsDirectory = other.errorsDirectory;
      this.layout = other.layout;
      this.walCompression = other.walCompression;
      this.minimumRedundancy = other.minimumRedundancy;
      this.executor = other.executor;
      this.clock = other.clock;
    }

    private static Path absolute(Path path) {
      return path.toAbsolutePath().normalize();
    }

    /** Sets {@code barman_lock_directory}; without it, {@code barman_home}. */
    public Builder lockDirectory(Path directory) {
      lockDirectory = absolute(directory);
      return this;
    }

    /** Sets {@code backup_directory}; without it, the server's name in {@code barman_home}. */
    public Builder serverDirectory(Path directory) {
      serverDirectory = absolute(directory);
      return this;
    }

    /** Sets {@code basebackups_directory}; without it, {@code base} in the server's directory. */
    public Builder baseDirectory(Path directory) {
      baseDirectory = absolute(directory);
      return this;
    }

    /** Sets {@code wals_directory}; without it, {@code wals} in the server's directory. */
    public Builder walsDirectory(Path directory) {
      walsDirectory = absolute(directory);
      return this;
    }

    /** Sets {@code xlogdb_directory}; without it, that of the WAL. */
    public Builder catalogueDirectory(Path directory) {
      catalogueDirectory = absolute(directory);
      return this;
    }

    /** Sets {@code incoming_wals_directory}; without it, {@code incoming}. */
    public Builder incomingDirectory(Path directory) {
      incomingDirectory = absolute(directory);
      return this;
    }

    /** Sets {@code streaming_wals_directory}; without it, {@code streaming}. */
    public Builder streamingDirectory(Path directory) {
      streamingDirectory = absolute(directory);
      return this;
    }

    /** Sets {@code errors_directory}; without it, {@code errors}. */
    public Builder errorsDirectory(Path directory) {
      errorsDirectory = absolute(directory);
      return this;
    }

    /**
     * Writes this layout. Without it, the one that the directory has, and in an empty one {@link
     * Layout#UNIVERSAL}.
     */
    public Builder layout(Layout newLayout) {
      layout = Objects.requireNonNull(newLayout, "layout");
      return this;
    }

    /**
     * Compresses WAL when it is archived; without it, not. Barman before 3.14 reads gzip and bzip2
     * only.
     */
    public Builder walCompression(Compression compression) {
      walCompression = Objects.requireNonNull(compression, "compression");
      return this;
    }

    /** Sets {@code minimum_redundancy}; without it, 0. */
    public Builder minimumRedundancy(int backups) {
      if (backups < 0) {
        throw new IllegalArgumentException("minimumRedundancy is at least 0, got " + backups);
      }
      minimumRedundancy = backups;
      return this;
    }

    /** Runs parallel work there; without it, each task on a thread of its own. */
    public Builder executor(Executor newExecutor) {
      executor = Objects.requireNonNull(newExecutor, "executor");
      return this;
    }

    /** Takes time and zone from this clock; without it, the system's. */
    public Builder clock(Clock newClock) {
      clock = Objects.requireNonNull(newClock, "clock");
      return this;
    }

    /** Returns the options. */
    public LocalServerOptions build() {
      return new LocalServerOptions(new Builder(this));
    }
  }
}
