/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import static io.github.barman4j.storage.azure.AzureOptions.require;

import com.azure.core.credential.TokenCredential;
import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.spi.StoreOption;
import io.github.barman4j.storage.spi.StoreOptionValues;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a program hands over to authorise with, beside the options that are text, and which of all
 * of them counts.
 *
 * @param environment the variables of the process
 */
record AzureSecrets(
    @Nullable Supplier<Secret> sas,
    @Nullable Supplier<Secret> key,
    @Nullable TokenCredential token,
    Map<String, String> environment) {

  static final AzureSecrets NONE = new AzureSecrets(null, null, null, System.getenv());

  private static final String CONNECTION_STRING = "AZURE_STORAGE_CONNECTION_STRING";
  private static final String SAS_TOKEN = "AZURE_STORAGE_SAS_TOKEN";
  private static final String KEY = "AZURE_STORAGE_KEY";
  private static final String ACCOUNT = "AZURE_STORAGE_ACCOUNT";

  AzureSecrets {
    environment = Map.copyOf(environment);
  }

  AzureSecrets withSas(Supplier<Secret> supplier) {
    return new AzureSecrets(Objects.requireNonNull(supplier, "token"), key, token, environment);
  }

  AzureSecrets withKey(Supplier<Secret> supplier) {
    return new AzureSecrets(sas, Objects.requireNonNull(supplier, "key"), token, environment);
  }

  AzureSecrets withToken(TokenCredential credential) {
    return new AzureSecrets(
        sas, key, Objects.requireNonNull(credential, "credential"), environment);
  }

  AzureSecrets withEnvironment(Map<String, String> variables) {
    return new AzureSecrets(sas, key, token, variables);
  }

  /** Returns the file of certificates that Barman trusts, empty if the environment names none. */
  Optional<String> caBundle() {
    return Optional.ofNullable(environment.get("REQUESTS_CA_BUNDLE")).filter(v -> !v.isBlank());
  }

  /** Checks that no two ways to authorise are set. */
  void check(StoreOptionValues values) {
    Map<String, Boolean> given = new LinkedHashMap<>();
    given.put("a TokenCredential", token != null);
    given.put("'sas-token' of a supplier", sas != null);
    given.put("'account-key' of a supplier", key != null);
    for (StoreOption<?> option :
        new StoreOption<?>[] {
          AzureSettings.CONNECTION_STRING,
          AzureSettings.SAS_TOKEN,
          AzureSettings.SAS_TOKEN_FILE,
          AzureSettings.ACCOUNT_KEY,
          AzureSettings.ACCOUNT_KEY_FILE
        }) {
      given.put("'" + option.name() + "'", values.find(option).isPresent());
    }
    given.put("'credential'", values.get(AzureSettings.CREDENTIAL) != AzureCredential.AUTO);
    given.values().removeIf(is -> !is);
    require(given.size() <= 1, "these exclude each other: " + String.join(", ", given.keySet()));
    values.find(AzureSettings.CONNECTION_STRING).ifPresent(AzureConnectionString::parse);
  }

  AzureAccess access(AzureLocation location, StoreOptionValues values) {
    AzureCredential kind = values.get(AzureSettings.CREDENTIAL);
    if (token != null) {
      return new AzureAccess.Token(token);
    }
    if (kind != AzureCredential.AUTO) {
      return new AzureAccess.Identity(kind);
    }
    return given(location, values)
        .or(() -> ofEnvironment(location))
        .orElseGet(() -> new AzureAccess.Identity(AzureCredential.DEFAULT));
  }

  private Optional<AzureAccess> given(AzureLocation location, StoreOptionValues values) {
    return values
        .find(AzureSettings.CONNECTION_STRING)
        .map(text -> ofConnectionString(location, text))
        .or(() -> sas(values).map(AzureSecrets::ofSas))
        .or(() -> key(values).map(supplier -> ofKey(location.account(), supplier)));
  }

  private Optional<Supplier<Secret>> sas(StoreOptionValues values) {
    return Optional.ofNullable(sas)
        .or(() -> values.find(AzureSettings.SAS_TOKEN).map(AzureSecrets::fixed))
        .or(() -> values.find(AzureSettings.SAS_TOKEN_FILE).map(AzureSecrets::file));
  }

  private Optional<Supplier<Secret>> key(StoreOptionValues values) {
    return Optional.ofNullable(key)
        .or(() -> values.find(AzureSettings.ACCOUNT_KEY).map(AzureSecrets::fixed))
        .or(() -> values.find(AzureSettings.ACCOUNT_KEY_FILE).map(AzureSecrets::file));
  }

  private Optional<AzureAccess> ofEnvironment(AzureLocation location) {
    return variable(CONNECTION_STRING)
        .map(text -> ofConnectionString(location, text))
        .or(() -> variable(SAS_TOKEN).map(AzureSecrets::fixed).map(AzureSecrets::ofSas))
        .or(() -> variable(KEY).map(AzureSecrets::fixed).map(found -> ofVariable(location, found)));
  }

  /** The account of the environment is whose key it is: a key of another account is no use. */
  private AzureAccess ofVariable(AzureLocation location, Supplier<Secret> found) {
    String account = variable(ACCOUNT).map(Secret::reveal).orElseGet(location::account);
    requireSame(account, location, "AZURE_STORAGE_ACCOUNT");
    return ofKey(account, found);
  }

  private static AzureAccess ofConnectionString(AzureLocation location, Secret text) {
    AzureConnectionString parsed = AzureConnectionString.parse(text);
    parsed.account().ifPresent(name -> requireSame(name, location, "the connection string"));
    Optional<URI> endpoint = parsed.endpoint();
    return parsed
        .sas()
        .<AzureAccess>map(sas -> new AzureAccess.SharedAccess(fixed(sas), endpoint))
        .orElseGet(
            () ->
                new AzureAccess.AccountKey(
                    location.account(), fixed(parsed.key().orElseThrow()), endpoint));
  }

  private static void requireSame(String account, AzureLocation location, String where) {
    require(
        account.equals(location.account()),
        where + " is of account '" + account + "', the location of '" + location.account() + "'");
  }

  private static AzureAccess ofSas(Supplier<Secret> supplier) {
    return new AzureAccess.SharedAccess(supplier, Optional.empty());
  }

  private static AzureAccess ofKey(String account, Supplier<Secret> supplier) {
    return new AzureAccess.AccountKey(account, supplier, Optional.empty());
  }

  private Optional<Secret> variable(String name) {
    return Optional.ofNullable(environment.get(name))
        .map(Secret::of)
        .map(Secret::strip)
        .filter(secret -> !secret.isBlank());
  }

  private static Supplier<Secret> fixed(Secret secret) {
    return () -> secret;
  }

  private static Supplier<Secret> file(String path) {
    return new AzureSecretFile(Path.of(path));
  }

  /** Shows nothing, for the environment is full of secrets. */
  @Override
  public String toString() {
    return "AzureSecrets";
  }
}
