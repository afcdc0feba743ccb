/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import org.jspecify.annotations.Nullable;

/**
 * How to authenticate at Google Cloud Storage.
 *
 * @param applicationCredentials a service account's key in JSON; null with {@code gkeEnvironment}
 * @param gkeEnvironment whether the identity of the machine or pod is used
 */
public record GoogleCredentials(@Nullable SecretRef applicationCredentials, boolean gkeEnvironment)
    implements ProviderCredentials {

  /**
   * Checks that exactly one is given.
   *
   * @throws InvalidObjectStoreException if not
   */
  public GoogleCredentials {
    Problems problems = new Problems();
    problems.require(
        applicationCredentials == null || !gkeEnvironment,
        "gkeEnvironment",
        "excludes applicationCredentials: give exactly one of both");
    problems.require(
        applicationCredentials != null || gkeEnvironment,
        "",
        "has no credentials: give exactly one of applicationCredentials and gkeEnvironment");
    problems.throwIfAny();
  }

  static GoogleCredentials read(Fields fields) {
    return new GoogleCredentials(
        fields.secret("applicationCredentials"), fields.isSet("gkeEnvironment"));
  }
}
