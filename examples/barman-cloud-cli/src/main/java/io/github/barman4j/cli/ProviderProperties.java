/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Barman's options and the variables that its SDKs read, as options of our back ends. What the Java
 * SDKs read from the environment themselves is left to them.
 */
final class ProviderProperties {

  private static final int KEY_BYTES = 32;
  private static final String FILE = "file://";

  private final StoreOptions options;
  private final Invocation call;

  ProviderProperties(StoreOptions options, Invocation call) {
    this.options = options;
    this.call = call;
  }

  void addTo(Map<String, String> properties, Provider provider) {
    if (options.readTimeout != null && options.readTimeout > 0) {
      properties.put("read-timeout", options.readTimeout + " s");
    }
    switch (provider) {
      case AWS_S3 -> addS3(properties);
      case AZURE -> addAzure(properties);
      case GOOGLE -> {}
    }
  }

  private void addS3(Map<String, String> properties) {
    put(properties, "endpoint-url", endpoint());
    put(properties, "profile", or(options.profile, "AWS_DEFAULT_PROFILE"));
    put(properties, "region", or(null, "AWS_DEFAULT_REGION"));
    put(properties, "addressing-style", choice(options.addressingStyle));
    put(properties, "checksums", checksums());
    if (options.sseCustomerKey != null) {
      properties.put("sse-customer-key", customerKey(options.sseCustomerKey));
    }
  }

  private void addAzure(Map<String, String> properties) {
    String credential = options.azureCredential;
    if (credential != null) {
      requireOneOf("--azure-credential", credential, "azure-cli", "managed-identity", "default");
    }
    put(properties, "credential", credential);
  }

  private static void put(Map<String, String> properties, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      properties.put(name, value);
    }
  }

  private @Nullable String or(@Nullable String given, String variable) {
    return given == null ? call.environment().get(variable) : given;
  }

  private @Nullable String endpoint() {
    String specific = or(options.endpointUrl, "AWS_ENDPOINT_URL_S3");
    return or(specific, "AWS_ENDPOINT_URL");
  }

  private @Nullable String checksums() {
    String value = call.environment().get("AWS_REQUEST_CHECKSUM_CALCULATION");
    return value == null ? null : value.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static @Nullable String choice(@Nullable String style) {
    if (style != null) {
      requireOneOf("--addressing-style", style, "auto", "virtual", "path");
    }
    return style;
  }

  static void requireOneOf(String option, String value, String... choices) {
    if (!Set.of(choices).contains(value)) {
      throw new UsageException(
          "argument %s: invalid choice: '%s' (choose from %s)"
              .formatted(option, value, String.join(", ", choices)));
    }
  }

  private static String customerKey(String url) {
    if (!url.startsWith(FILE + "/")) {
      throw new ToolException(
          ExitCode.OTHER, "--sse-customer-key takes file:// and an absolute path, got " + url);
    }
    Path file = Path.of(url.substring(FILE.length()));
    String key = read(file).strip();
    requireKey(file, key);
    return key;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ToolException(ExitCode.OTHER, "--sse-customer-key: cannot read " + file + ": " + e);
    }
  }

  private static void requireKey(Path file, String key) {
    try {
      if (Base64.getDecoder().decode(key).length == KEY_BYTES) {
        return;
      }
    } catch (IllegalArgumentException notBase64) {
      // The message is the same, and the exception's would quote the key.
    }
    throw new ToolException(
        ExitCode.OTHER, "--sse-customer-key: " + file + " is not 32 bytes in Base64");
  }
}
