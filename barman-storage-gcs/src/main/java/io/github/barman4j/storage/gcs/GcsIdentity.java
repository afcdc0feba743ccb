/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

/** Whose access tokens are shown to the store. */
public enum GcsIdentity {
  /**
   * The key file if there is one; nobody's for an emulator; else the application default
   * credentials.
   */
  AUTO,
  /** The application default credentials, for an emulator too. */
  APPLICATION_DEFAULT,
  /** The service account of the machine, or of the pod on GKE, asked of the metadata server. */
  METADATA_SERVER,
  /** Nobody's: the store is an emulator, or the bucket is public. */
  NONE
}
