/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

/** Which identity asks for tokens, as Barman's {@code --azure-credential}. */
public enum AzureCredential {
  /** Connection string, SAS token or account key where there is one, else {@link #DEFAULT}. */
  AUTO,
  /** Whoever is logged in to the Azure command line. */
  AZURE_CLI,
  /** The managed identity of the machine. */
  MANAGED_IDENTITY,
  /** The workload identity of a Kubernetes service account. */
  WORKLOAD_IDENTITY,
  /** The default chain of the Azure SDK. */
  DEFAULT
}
