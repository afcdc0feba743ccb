/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.testing.servers.S3Server;
import java.util.Map;

/**
 * The keys of a store where the AWS SDK finds them in this JVM, as it finds them in the environment
 * of a program that is started. Closing takes them away.
 */
record SdkKeys(Map<String, String> properties) implements AutoCloseable {

  static SdkKeys of(S3Server store) {
    Map<String, String> properties =
        Map.of(
            "aws.accessKeyId", store.accessKey(),
            "aws.secretAccessKey", store.secretKey(),
            "aws.disableEc2Metadata", "true");
    properties.forEach(System::setProperty);
    return new SdkKeys(properties);
  }

  @Override
  public void close() {
    properties.keySet().forEach(System::clearProperty);
  }
}
