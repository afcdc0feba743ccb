/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

/** When requests carry, and responses are checked against, the SDK's own checksums. */
public enum S3Checksums {
  /** {@link #WHEN_SUPPORTED} for AWS, {@link #WHEN_REQUIRED} for any other endpoint. */
  AUTO,
  /** Whenever S3 knows how; stores that are not AWS may refuse or, worse, store the trailer. */
  WHEN_SUPPORTED,
  /** Only where S3 demands it; every S3-compatible store takes it. */
  WHEN_REQUIRED
}
