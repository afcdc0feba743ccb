/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import io.github.barman4j.storage.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;

/** A directory for each Secret, with a file for each key. */
record MountedSecrets(Path directory) implements SecretResolver {

  @Override
  public Secret resolve(SecretRef ref) {
    Path file = file(ref);
    if (!Files.isRegularFile(file)) {
      throw new NoSuchElementException("there is no file " + file);
    }
    try {
      return Secret.of(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  @Override
  public Optional<Path> findFile(SecretRef ref) {
    return Optional.of(file(ref)).filter(Files::isRegularFile);
  }

  private Path file(SecretRef ref) {
    return directory.resolve(ref.name()).resolve(ref.key());
  }
}
