/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import io.github.barman4j.storage.Secret;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A connection string, see "Configure Azure Storage connection strings".
 *
 * @param account empty if it names none
 * @param key empty if it holds a SAS
 * @param sas empty if it holds a key
 * @param endpoint of the account's blobs; empty if it names neither it nor the account
 */
record AzureConnectionString(
    Optional<String> account, Optional<Secret> key, Optional<Secret> sas, Optional<URI> endpoint) {

  AzureConnectionString {
    if (key.isEmpty() && sas.isEmpty()) {
      throw new IllegalArgumentException(
          "A connection string has AccountName and AccountKey, or SharedAccessSignature;"
              + " development storage has to be spelled out, with its BlobEndpoint");
    }
  }

  /** Parses {@code Name=value;…}; what is not valid is not shown, for it is secret. */
  static AzureConnectionString parse(Secret text) {
    Map<String, String> values = new HashMap<>();
    for (String pair : text.reveal().split(";")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(
            pair.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            pair.substring(equals + 1).strip());
      }
    }
    return of(values);
  }

  private static AzureConnectionString of(Map<String, String> values) {
    Optional<String> account = Optional.ofNullable(values.get("accountname"));
    Optional<String> endpoint =
        Optional.ofNullable(values.get("blobendpoint"))
            .or(() -> account.map(name -> endpoint(name, values)));
    return new AzureConnectionString(
        account,
        Optional.ofNullable(values.get("accountkey")).map(Secret::of),
        Optional.ofNullable(values.get("sharedaccesssignature")).map(Secret::of),
        endpoint.map(url -> URI.create(url.replaceAll("/+$", ""))));
  }

  private static String endpoint(String account, Map<String, String> values) {
    return values.getOrDefault("defaultendpointsprotocol", "https")
        + "://"
        + account
        + ".blob."
        + values.getOrDefault("endpointsuffix", "core.windows.net");
  }
}
