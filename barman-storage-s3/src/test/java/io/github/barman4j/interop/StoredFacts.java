/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.interop;

import io.github.barman4j.testing.servers.S3Server;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;

/** What a server says of the objects in a bucket, asked without our store. */
final class StoredFacts {

  private final S3Client client;
  private final String bucket;
  private final List<String> keys;

  StoredFacts(S3Server server, String bucket) {
    this.bucket = bucket;
    client =
        S3Client.builder()
            .endpointOverride(server.endpoint())
            .forcePathStyle(true)
            .region(Region.of(server.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
            .build();
    keys =
        client.listObjectsV2Paginator(r -> r.bucket(bucket)).contents().stream()
            .map(S3Object::key)
            .toList();
  }

  /** Returns the tags of each object whose key matches. */
  List<Map<String, String>> tagsOf(String keyPattern) {
    return keys.stream().filter(key -> key.matches(keyPattern)).map(this::tags).toList();
  }

  /** Returns the encryption of each object whose key matches, "null" for none. */
  List<String> encryptionsOf(String keyPattern) {
    return keys.stream()
        .filter(key -> key.matches(keyPattern))
        .map(key -> client.headObject(r -> r.bucket(bucket).key(key)))
        .map(head -> String.valueOf(head.serverSideEncryptionAsString()))
        .toList();
  }

  void deleteAll() {
    keys.forEach(key -> client.deleteObject(r -> r.bucket(bucket).key(key)));
    client.deleteBucket(r -> r.bucket(bucket));
  }

  private Map<String, String> tags(String key) {
    return client.getObjectTagging(r -> r.bucket(bucket).key(key)).tagSet().stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }
}
