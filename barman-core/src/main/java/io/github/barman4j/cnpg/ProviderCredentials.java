/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

/** How to authenticate, and by its type to which kind of store. Immutable. */
public sealed interface ProviderCredentials
    permits S3Credentials, AzureCredentials, GoogleCredentials {}
