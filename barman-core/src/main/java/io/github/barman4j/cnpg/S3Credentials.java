/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import org.jspecify.annotations.Nullable;

/**
 * How to authenticate at S3: with a key pair, or as whoever the environment says.
 *
 * @param accessKeyId of the key pair; null with {@code inheritFromIamRole}
 * @param secretAccessKey of the key pair; null with {@code inheritFromIamRole}
 * @param region where the Secret holds the region; null for the default
 * @param sessionToken of a temporary key pair; null for none
 * @param inheritFromIamRole whether the AWS SDK's own chain finds credentials; {@code region} and
 *     {@code sessionToken} are then not read
 */
public record S3Credentials(
    @Nullable SecretRef accessKeyId,
    @Nullable SecretRef secretAccessKey,
    @Nullable SecretRef region,
    @Nullable SecretRef sessionToken,
    boolean inheritFromIamRole)
    implements ProviderCredentials {

  /**
   * Checks that there is either a whole key pair or the role.
   *
   * @throws InvalidObjectStoreException if not
   */
  public S3Credentials {
    Problems problems = new Problems();
    boolean any = accessKeyId != null || secretAccessKey != null;
    problems.require(
        !(any && inheritFromIamRole),
        "inheritFromIAMRole",
        "excludes accessKeyId and secretAccessKey: give either the key pair or the role");
    if (!inheritFromIamRole) {
      requirePair(problems, accessKeyId != null, secretAccessKey != null);
    }
    problems.throwIfAny();
  }

  /** Returns the credentials of whoever the environment says. */
  public static S3Credentials inherited() {
    return new S3Credentials(null, null, null, null, true);
  }

  static S3Credentials read(Fields fields) {
    return new S3Credentials(
        fields.secret("accessKeyId"),
        fields.secret("secretAccessKey"),
        fields.secret("region"),
        fields.secret("sessionToken"),
        fields.isSet("inheritFromIAMRole"));
  }

  private static void requirePair(Problems problems, boolean id, boolean secret) {
    String both = "is required: give both accessKeyId and secretAccessKey, or inheritFromIAMRole";
    problems.require(id, "accessKeyId", both);
    problems.require(secret, "secretAccessKey", both);
  }
}
