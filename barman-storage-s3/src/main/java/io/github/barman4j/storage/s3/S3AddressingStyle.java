/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

/** Where requests name the bucket. */
public enum S3AddressingStyle {
  /** In the path for IP addresses and localhost, else in the host's name. */
  AUTO,
  /** {@code https://host/bucket/key}. */
  PATH,
  /** {@code https://bucket.host/key}. */
  VIRTUAL
}
