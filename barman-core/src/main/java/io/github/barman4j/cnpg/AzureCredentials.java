/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to authenticate at Azure Blob Storage, in one of five ways.
 *
 * @param connectionString all in one; null for another way
 * @param storageAccount name of the account, which key and SAS token need; null if not given
 * @param storageKey key of the account; null for another way
 * @param storageSasToken shared access signature; null for another way
 * @param inheritFromAzureAd whether the managed identity of the machine or pod is used
 * @param useDefaultAzureCredentials whether the Azure SDK's default chain is used
 */
public record AzureCredentials(
    @Nullable SecretRef connectionString,
    @Nullable SecretRef storageAccount,
    @Nullable SecretRef storageKey,
    @Nullable SecretRef storageSasToken,
    boolean inheritFromAzureAd,
    boolean useDefaultAzureCredentials)
    implements ProviderCredentials {

  private static final String WAYS =
      "connectionString, storageKey, storageSasToken, inheritFromAzureAD and"
          + " useDefaultAzureCredentials";

  /**
   * Checks that exactly one way is given, and what it needs. Barman lets the default chain win over
   * the managed identity; here both are a contradiction.
   *
   * @throws InvalidObjectStoreException if not
   */
  public AzureCredentials {
    Map<String, Boolean> ways = new LinkedHashMap<>();
    ways.put("connectionString", connectionString != null);
    ways.put("storageKey", storageKey != null);
    ways.put("storageSasToken", storageSasToken != null);
    ways.put("inheritFromAzureAD", inheritFromAzureAd);
    ways.put("useDefaultAzureCredentials", useDefaultAzureCredentials);
    ways.values().removeIf(given -> !given);
    Problems problems = new Problems();
    requireOne(problems, ways);
    requireAccount(problems, ways, storageAccount != null);
    problems.throwIfAny();
  }

  static AzureCredentials read(Fields fields) {
    return new AzureCredentials(
        fields.secret("connectionString"),
        fields.secret("storageAccount"),
        fields.secret("storageKey"),
        fields.secret("storageSasToken"),
        fields.isSet("inheritFromAzureAD"),
        fields.isSet("useDefaultAzureCredentials"));
  }

  private static void requireOne(Problems problems, Map<String, Boolean> ways) {
    problems.require(!ways.isEmpty(), "", "has no credentials: give exactly one of " + WAYS);
    String first = ways.keySet().stream().findFirst().orElse("");
    ways.keySet().stream()
        .skip(1)
        .forEach(
            other -> problems.add(other, "excludes " + first + ": give exactly one of " + WAYS));
  }

  private static void requireAccount(
      Problems problems, Map<String, Boolean> ways, boolean hasAccount) {
    problems.require(
        !hasAccount || !ways.containsKey("connectionString"),
        "storageAccount",
        "excludes connectionString, which names the account itself");
    for (String way : new String[] {"storageKey", "storageSasToken"}) {
      problems.require(
          hasAccount || !ways.containsKey(way), "storageAccount", "is required with " + way);
    }
  }
}
