/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How large WAL is uploaded to Azure. */
final class AzureUploadOptions {

  @Option(
      names = "--max-block-size",
      converter = Sizes.class,
      paramLabel = "SIZE",
      description = "Size of the first blocks of an upload; what is smaller is one request.")
  @Nullable Long maxBlockSize;

  @Option(
      names = "--max-concurrency",
      paramLabel = "N",
      description = "Blocks sent at the same time.")
  @Nullable Integer maxConcurrency;

  @Option(
      names = "--max-single-put-size",
      converter = Sizes.class,
      paramLabel = "SIZE",
      description = "What is up to this size is one request; the larger of both sizes counts.")
  @Nullable Long maxSinglePutSize;

  Map<String, String> properties(Provider provider) {
    Map<String, String> properties = new TreeMap<>();
    if (provider == Provider.AZURE && (maxBlockSize != null || maxSinglePutSize != null)) {
      properties.put(
          "part-size", String.valueOf(Math.max(or0(maxBlockSize), or0(maxSinglePutSize))));
    }
    if (provider == Provider.AZURE && maxConcurrency != null) {
      properties.put("upload-threads", maxConcurrency.toString());
    }
    return properties;
  }

  private static long or0(@Nullable Long size) {
    return size == null ? 0 : size;
  }
}
