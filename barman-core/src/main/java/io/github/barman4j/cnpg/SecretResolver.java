/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import io.github.barman4j.storage.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Finds the values that a resource refers to. It is asked only for those in effect: with {@code
 * inheritFromIAMRole}, for example, for none.
 */
@FunctionalInterface
public interface SecretResolver {

  /**
   * Returns a value.
   *
   * @throws NoSuchElementException if there is none, with where it was looked for
   */
  Secret resolve(SecretRef ref);

  /**
   * Returns the file that holds a value and follows its changes; empty if there is none, which is
   * the default. Some stores read such a file again, so that a value that is rotated is taken up
   * without a restart.
   */
  default Optional<Path> findFile(SecretRef ref) {
    return Optional.empty();
  }

  /**
   * Returns what looks in a directory for {@code SECRET/KEY}, as Kubernetes mounts Secrets. Values
   * are taken as they are, in UTF-8.
   */
  static SecretResolver mounted(Path directory) {
    return new MountedSecrets(directory.toAbsolutePath());
  }

  /** Returns what looks in a map, which is copied. */
  static SecretResolver of(Map<SecretRef, Secret> secrets) {
    Map<SecretRef, Secret> copy = Map.copyOf(secrets);
    return ref -> {
      Secret secret = copy.get(ref);
      if (secret == null) {
        throw new NoSuchElementException("it is not among those given");
      }
      return secret;
    };
  }
}
