/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.backup.BackupOptions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the files of a backup are sent. */
final class UploadOptions {

  static final int DEFAULT_JOBS = 2;

  private static final long MIN_ARCHIVE = 1L << 20;

  @Option(
      names = {"-J", "--jobs"},
      paramLabel = "N",
      description = "Archives written at the same time; 2 by default.")
  @Nullable Integer jobs;

  @Option(
      names = {"-S", "--max-archive-size"},
      converter = Sizes.class,
      paramLabel = "SIZE",
      description =
          "Bytes of files that go into an archive before the next one begins, at least 1MB; by"
              + " default 1GB, so that several are written at the same time.")
  @Nullable Long maxArchiveSize;

  @Option(
      names = "--min-chunk-size",
      converter = Sizes.class,
      paramLabel = "SIZE",
      description =
          "Size of the first parts of an upload, within the limits of the provider; takes as much"
              + " memory for each of them that is under way.")
  @Nullable Long minChunkSize;

  @Option(
      names = "--max-bandwidth",
      converter = Sizes.class,
      paramLabel = "SIZE",
      description = "The most bytes sent per second, over all jobs.")
  @Nullable Long maxBandwidth;

  @Option(
      names = "--keepalive-interval",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "How often the connection that holds the backup is used while files are copied; 60 by"
              + " default, 0 for not at all.")
  int keepaliveInterval = 60;

  void check() {
    if (jobs != null && jobs < 1) {
      throw new UsageException("argument -J/--jobs: '" + jobs + "' is not at least 1");
    }
    if (keepaliveInterval < 0) {
      throw new UsageException(
          "argument --keepalive-interval: '" + keepaliveInterval + "' is negative");
    }
  }

  void addTo(BackupOptions.Builder options) {
    if (jobs != null) {
      options.workers(jobs);
    }
    if (maxArchiveSize != null) {
      options.partSize(Math.max(MIN_ARCHIVE, maxArchiveSize));
    }
    if (maxBandwidth != null) {
      options.bandwidthLimit(maxBandwidth);
    }
    if (keepaliveInterval == 0) {
      options.withoutKeepalive();
    } else {
      options.keepaliveInterval(Duration.ofSeconds(keepaliveInterval));
    }
  }

  /** Returns the options of the provider's back end. */
  Map<String, String> properties(Provider provider) {
    Map<String, String> properties = new TreeMap<>();
    if (minChunkSize != null) {
      ChunkLimits limits = ChunkLimits.of(provider);
      long size = limits.nearest(minChunkSize);
      properties.put("part-size", Long.toString(size));
      if (size > limits.memory()) {
        properties.put("memory-budget", Long.toString(size));
      }
    }
    return properties;
  }
}
