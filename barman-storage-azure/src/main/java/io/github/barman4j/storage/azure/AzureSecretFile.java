/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import io.github.barman4j.storage.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A secret in a file that something else rotates, for instance Kubernetes. Read at every request,
 * which costs little beside the request; where that fails the last one read stands. Thread-safe.
 */
final class AzureSecretFile implements Supplier<Secret> {

  private static final Logger LOG = LoggerFactory.getLogger(AzureSecretFile.class);

  private final Path file;
  private volatile @Nullable Secret last;

  AzureSecretFile(Path file) {
    this.file = file;
  }

  @Override
  public Secret get() {
    try {
      Secret read = Secret.of(Files.readString(file)).strip();
      if (read.isBlank()) {
        throw new IOException(file + " is blank");
      }
      last = read;
      return read;
    } catch (IOException e) {
      return orLast(e);
    }
  }

  private Secret orLast(IOException e) {
    Secret known = last;
    if (known == null) {
      throw new UncheckedIOException("Cannot read the secret in " + file, e);
    }
    LOG.warn("Cannot read the secret in {}, the last one is used", file, e);
    return known;
  }
}
