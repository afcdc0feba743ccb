/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.cnpg.ObjectStoreResource;
import io.github.barman4j.cnpg.ObjectStoreSettings;
import io.github.barman4j.cnpg.SecretResolver;
import io.github.barman4j.cnpg.StoreUse;
import io.github.barman4j.storage.StoreProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ObjectStore that a command line names, and where its secrets are. */
final class ObjectStoreFile {

  private static final Logger LOG = LoggerFactory.getLogger(ObjectStoreFile.class);

  private final StoreOptions options;
  private final Path file;
  private final @Nullable Path secrets;
  private @Nullable ObjectStoreSettings settings;

  ObjectStoreFile(StoreOptions options, Invocation call) {
    this.options = options;
    this.file = call.path(String.valueOf(options.objectStore));
    this.secrets = options.secrets == null ? null : call.path(options.secrets);
  }

  /** Reads the file when first asked. */
  ObjectStoreSettings settings() {
    ObjectStoreSettings known = settings;
    if (known == null) {
      known = read();
      settings = known;
    }
    return known;
  }

  private ObjectStoreSettings read() {
    try {
      return ObjectStoreSettings.of(ObjectStoreResource.read(file));
    } catch (IOException e) {
      throw new ToolException(ExitCode.OTHER, "Cannot read the ObjectStore " + file + ": " + e);
    }
  }

  StoreAddress address(StoreUse use) {
    requireAlone();
    settings().unsupported().forEach(one -> LOG.warn("{}", one));
    Map<String, String> properties = new TreeMap<>(properties(use).values());
    if (options.readTimeout != null && options.readTimeout > 0) {
      properties.put("read-timeout", options.readTimeout + " s");
    }
    return options.withMore(
        new StoreAddress(settings().location(), StoreProperties.of(properties)));
  }

  private StoreProperties properties(StoreUse use) {
    try {
      return settings().properties(use, resolver(), file.toAbsolutePath().resolveSibling("none"));
    } catch (IOException e) {
      throw new ToolException(
          ExitCode.OTHER, "Cannot read the secrets of the ObjectStore " + file + ": " + e);
    }
  }

  /** Mounted secrets are used where they lie, so nothing is ever written. */
  private SecretResolver resolver() {
    return secrets == null
        ? ref -> {
          throw new NoSuchElementException(
              "--object-store-secrets does not say where the secrets are mounted");
        }
        : SecretResolver.mounted(secrets);
  }

  /** What the resource says is not said again, and differently. */
  private void requireAlone() {
    requireAbsent("--endpoint-url", options.endpointUrl);
    requireAbsent("--profile", options.profile);
    requireAbsent("--addressing-style", options.addressingStyle);
    requireAbsent("--sse-customer-key", options.sseCustomerKey);
    requireAbsent("--azure-credential", options.azureCredential);
  }

  private static void requireAbsent(String option, @Nullable String value) {
    if (value != null) {
      throw new UsageException(
          "argument " + option + ": not allowed with argument " + StoreOptions.OBJECT_STORE);
    }
  }
}
