/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.s3.S3Encryption;
import io.github.barman4j.storage.s3.S3Location;
import io.github.barman4j.storage.s3.S3ObjectStore;
import io.github.barman4j.storage.s3.S3Options;
import io.github.barman4j.testing.interop.TaggedArchive;
import io.github.barman4j.testing.process.Peers;
import io.github.barman4j.testing.servers.BarmanCli;
import io.github.barman4j.testing.servers.S3Server;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What servers say of the encryption and the tags of every kind of object. */
final class EncryptionAndTagsIT {

  @SuppressWarnings("NullAway.Init")
  private static TaggedArchive archive;

  @BeforeAll
  static void start() {
    archive = new TaggedArchive();
  }

  @AfterAll
  static void stop() {
    archive.close();
  }

  @Test
  void everyObjectIsEncryptedAndTaggedInS3Mock() throws Exception {
    try (S3Server server = S3Server.s3mock()) {
      StoredFacts facts = write(server, S3Encryption.s3Managed());
      TaggedArchive.assertTags(facts::tagsOf);
      assertThat(facts.encryptionsOf(".*")).isNotEmpty().allMatch("AES256"::equals);
    }
  }

  @Test
  void everyObjectIsTaggedInCeph() throws Exception {
    try (S3Server server = S3Server.ceph()) {
      StoredFacts facts = write(server, S3Encryption.bucketDefault());
      TaggedArchive.assertTags(facts::tagsOf);
      facts.deleteAll();
    }
  }

  /** S3Mock shows no encryption of Barman's tars, which come in multipart uploads. */
  @Test
  void weReadWhatBarmanEncryptedAndTaggedInS3Mock() throws Exception {
    BarmanCli barman = Peers.require(BarmanCli.newest());
    try (S3Server server = S3Server.s3mock()) {
      S3Location location = S3Location.ofBucket(server.createBucket());
      archive.writeByBarman(
          barman.with(server), location.toUri().toString(), List.of("--encryption", "AES256"));
      try (S3ObjectStore store = open(server, location, S3Encryption.bucketDefault())) {
        archive.assertWeRead(store);
      }
      assertThat(new StoredFacts(server, location.bucket()).encryptionsOf(".*(wals|info).*"))
          .isNotEmpty()
          .allMatch("AES256"::equals);
    }
  }

  private static StoredFacts write(S3Server server, S3Encryption encryption) throws IOException {
    S3Location location = S3Location.ofBucket(server.createBucket());
    try (S3ObjectStore store = open(server, location, encryption)) {
      archive.write(store);
    }
    return new StoredFacts(server, location.bucket());
  }

  private static S3ObjectStore open(S3Server server, S3Location location, S3Encryption encryption) {
    return S3ObjectStore.create(
        S3Options.forS3Compatible(location, server.endpoint())
            .credentials(server.accessKey(), Secret.of(server.secretKey()))
            .encryption(encryption)
            .build());
  }
}
