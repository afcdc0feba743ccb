/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import io.github.barman4j.cnpg.Slots.Slot;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.Compression;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts fields first and additional arguments second into sections. For one thread. */
final class SectionReader {

  private static final String CONFIGURATION = "spec.configuration.";

  private final ObjectStoreConfiguration configuration;
  private final Consumer<UnsupportedSetting> report;
  private final Provider provider;

  SectionReader(ObjectStoreConfiguration configuration, Consumer<UnsupportedSetting> report) {
    this.configuration = configuration;
    this.report = report;
    this.provider = Provider.of(configuration.credentials());
    if (configuration.endpointUrl() != null && provider != Provider.S3) {
      report("endpointURL", "is used for S3 only, by Barman too; the location says where it is");
    }
    if (configuration.endpointCa() != null && provider == Provider.GOOGLE) {
      report("endpointCA", "is not used for Google Cloud Storage, by Barman neither");
    }
  }

  void readWal(Section section) {
    WalConfiguration wal = configuration.wal();
    readStore(section, "wal", wal.encryption());
    readCompression(section, "wal", wal.compression());
    String field = CONFIGURATION + "wal.archiveAdditionalCommandArgs";
    apply(field, CommandOptions.walArchive(), section, wal.archiveAdditionalCommandArgs());
    field = CONFIGURATION + "wal.restoreAdditionalCommandArgs";
    apply(field, CommandOptions.walRestore(), section, wal.restoreAdditionalCommandArgs());
    dropStrayKey(section);
  }

  void readBackups(Section section) {
    DataConfiguration data = configuration.data();
    readStore(section, "data", data.encryption());
    readCompression(section, "data", data.compression());
    if (data.jobs() != null) {
      section.work.say(Section.JOBS, data.jobs(), CONFIGURATION + "data.jobs");
    }
    if (data.immediateCheckpoint()) {
      section.work.say(Section.CHECKPOINT, true, CONFIGURATION + "data.immediateCheckpoint");
    }
    String field = CONFIGURATION + "data.additionalCommandArgs";
    apply(field, CommandOptions.backup(), section, data.additionalCommandArgs());
    field = CONFIGURATION + "data.restoreAdditionalCommandArgs";
    apply(field, CommandOptions.restore(), section, data.restoreAdditionalCommandArgs());
    dropStrayKey(section);
  }

  /** Returns the codec at the level that arguments ask for, which may have come before it. */
  Compression walCompression(Section section) {
    Codec given = section.work.find(Section.COMPRESSION, Codec.class);
    Codec codec = given == null ? Codec.NONE : given;
    Slot level = section.work.find(Section.LEVEL);
    if (level == null) {
      return Compression.of(codec);
    }
    try {
      return CompressionLevels.at(codec, level.value().toString());
    } catch (IllegalArgumentException e) {
      report.accept(
          new UnsupportedSetting(
              level.field(), "--compression-level", String.valueOf(e.getMessage())));
      return Compression.of(codec);
    }
  }

  private void readStore(Section section, String name, @Nullable ServerSideEncryption encryption) {
    if (configuration.endpointUrl() != null && provider == Provider.S3) {
      section.store.say("endpoint-url", configuration.endpointUrl(), CONFIGURATION + "endpointURL");
    }
    if (encryption != null && provider == Provider.S3) {
      section.store.say("encryption", encryption.toString(), CONFIGURATION + name + ".encryption");
    } else if (encryption != null) {
      report(name + ".encryption", "is used for S3 only, by Barman too");
    }
    readCredentials(section);
  }

  private void readCredentials(Section section) {
    if (configuration.credentials() instanceof S3Credentials s3 && !s3.inheritFromIamRole()) {
      section.store.take("profile", CONFIGURATION + "s3Credentials");
    } else if (configuration.credentials() instanceof AzureCredentials azure) {
      readAzure(section, azure);
    }
  }

  private static void readAzure(Section section, AzureCredentials azure) {
    String field = CONFIGURATION + "azureCredentials";
    if (azure.inheritFromAzureAd()) {
      section.store.say("credential", "managed-identity", field + ".inheritFromAzureAD");
    } else if (azure.useDefaultAzureCredentials()) {
      section.store.say("credential", "default", field + ".useDefaultAzureCredentials");
    } else {
      section.store.take("credential", field);
    }
  }

  private static void readCompression(Section section, String name, Codec codec) {
    if (codec != Codec.NONE) {
      section.work.say(Section.COMPRESSION, codec, CONFIGURATION + name + ".compression");
    }
  }

  private void apply(
      String field, List<CommandOption> options, Section section, List<String> arguments) {
    new AdditionalArguments(field, options, section, report).apply(arguments);
  }

  private void dropStrayKey(Section section) {
    Slot key = section.store.find("sse-kms-key-id");
    Slot encryption = section.store.find("encryption");
    if (key != null && (encryption == null || !encryption.value().equals("aws:kms"))) {
      section.store.remove("sse-kms-key-id");
      report.accept(
          new UnsupportedSetting(
              key.field(), "--sse-kms-key-id", "goes with the encryption aws:kms only"));
    }
  }

  private void report(String field, String reason) {
    String name = field.substring(field.lastIndexOf('.') + 1);
    report.accept(new UnsupportedSetting(CONFIGURATION + field, name, reason));
  }
}
