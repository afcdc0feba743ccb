/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import com.azure.core.credential.TokenCredential;
import io.github.barman4j.storage.Secret;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/** How requests are authorised. */
sealed interface AzureAccess {

  /** Returns the account's address that comes with the credentials, empty if none does. */
  default Optional<URI> endpoint() {
    return Optional.empty();
  }

  /** Requests are signed with the account's key. */
  record AccountKey(String account, Supplier<Secret> key, Optional<URI> endpoint)
      implements AzureAccess {
    @Override
    public Optional<URI> endpoint() {
      return endpoint;
    }
  }

  /** Requests carry a shared access signature. */
  record SharedAccess(Supplier<Secret> token, Optional<URI> endpoint) implements AzureAccess {
    @Override
    public Optional<URI> endpoint() {
      return endpoint;
    }
  }

  /** Requests carry a token of this identity. */
  record Token(TokenCredential credential) implements AzureAccess {}

  /** Requests are authorised by a client that the caller has made. */
  record OfClient() implements AzureAccess {}

  /** Requests carry a token of an identity that the SDK is to find. */
  record Identity(AzureCredential kind) implements AzureAccess {}
}
