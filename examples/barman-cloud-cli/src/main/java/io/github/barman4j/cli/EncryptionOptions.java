/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the store encrypts what is written. */
final class EncryptionOptions {

  @Option(
      names = {"-e", "--encryption"},
      paramLabel = "ENCRYPTION",
      description = "Encryption by S3: AES256 or aws:kms.")
  @Nullable String encryption;

  @Option(
      names = "--sse-kms-key-id",
      paramLabel = "KEY",
      description = "Key of aws:kms; by default that of the account.")
  @Nullable String sseKmsKeyId;

  @Option(
      names = "--encryption-scope",
      paramLabel = "SCOPE",
      description = "Encryption scope in Azure.")
  @Nullable String encryptionScope;

  @Option(
      names = "--kms-key-name",
      paramLabel = "KEY",
      description = "Key of Cloud KMS in Google Cloud Storage, by its resource name.")
  @Nullable String kmsKeyName;

  /** Returns the options of the provider's back end; those of other providers are not looked at. */
  Map<String, String> properties(Provider provider) {
    Map<String, String> properties = new TreeMap<>();
    switch (provider) {
      case AWS_S3 -> addS3(properties);
      case AZURE -> put(properties, "encryption-scope", encryptionScope);
      case GOOGLE -> put(properties, "kms-key-name", kmsKeyName);
    }
    return properties;
  }

  private void addS3(Map<String, String> properties) {
    String wanted = encryption == null ? null : encryption.strip();
    if (wanted != null) {
      ProviderProperties.requireOneOf("-e/--encryption", wanted, "AES256", "aws:kms");
    }
    if (sseKmsKeyId != null && !"aws:kms".equals(wanted)) {
      throw new ToolException(
          ExitCode.OTHER, "--sse-kms-key-id goes with --encryption aws:kms, not with " + wanted);
    }
    put(properties, "encryption", wanted);
    put(properties, "sse-kms-key-id", sseKmsKeyId);
  }

  private static void put(Map<String, String> properties, String name, @Nullable String value) {
    if (value != null) {
      properties.put(name, value);
    }
  }
}
