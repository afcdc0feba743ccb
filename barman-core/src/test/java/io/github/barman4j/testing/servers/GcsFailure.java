/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import java.util.List;
import java.util.Map;

/** An answer of Google Cloud Storage that is an error. */
final class GcsFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String reason;

  GcsFailure(int status, String reason, String message) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  static GcsFailure noObject(String bucket, String key) {
    return new GcsFailure(404, "notFound", "No such object: " + bucket + "/" + key);
  }

  static GcsFailure noBucket() {
    return new GcsFailure(404, "notFound", "The specified bucket does not exist.");
  }

  static GcsFailure precondition() {
    return new GcsFailure(
        412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
  }

  static GcsFailure invalid(String message) {
    return new GcsFailure(400, "invalid", message);
  }

  int status() {
    return status;
  }

  Map<String, Object> json() {
    String message = String.valueOf(getMessage());
    Map<String, Object> detail = Map.of("domain", "global", "reason", reason, "message", message);
    return Map.of("error", Map.of("code", status, "message", message, "errors", List.of(detail)));
  }
}
