/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.s3.S3Encryption;
import io.github.barman4j.storage.s3.S3Location;
import io.github.barman4j.storage.s3.S3ObjectStore;
import io.github.barman4j.storage.s3.S3Options;
import io.github.barman4j.testing.interop.TaggedArchive;
import io.github.barman4j.testing.servers.S3Server;
import java.io.IOException;
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
      assertThat(facts.encryptions()).isNotEmpty().allMatch("AES256"::equals);
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

  private static StoredFacts write(S3Server server, S3Encryption encryption) throws IOException {
    S3Location location = S3Location.ofBucket(server.createBucket());
    S3Options options =
        S3Options.forS3Compatible(location, server.endpoint())
            .credentials(server.accessKey(), Secret.of(server.secretKey()))
            .encryption(encryption)
            .build();
    try (S3ObjectStore store = S3ObjectStore.create(options)) {
      archive.write(store);
    }
    return new StoredFacts(server, location.bucket());
  }
}
