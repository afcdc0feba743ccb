/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.spi.HttpProxies;
import io.github.barman4j.storage.spi.StoreOption;
import java.time.Duration;
import java.util.List;

/**
 * Every option of this back end, declared once; the reference in the documentation is made of it.
 */
final class AzureSettings {

  static final StoreOption<String> ENDPOINT_URL =
      StoreOption.text(
          "endpoint-url",
          "",
          "Address of the account, where the location does not say it: a custom domain, a proxy.");
  static final StoreOption<AzureCredential> CREDENTIAL =
      StoreOption.choice(
          "credential",
          AzureCredential.AUTO,
          "Identity to ask tokens for; auto is a secret where one is given, else default.");
  static final StoreOption<Secret> CONNECTION_STRING =
      StoreOption.secret("connection-string", "Connection string, with an account key or a SAS.");
  static final StoreOption<Secret> SAS_TOKEN =
      StoreOption.secret("sas-token", "Shared access signature of the account or container.");
  static final StoreOption<String> SAS_TOKEN_FILE =
      StoreOption.text(
          "sas-token-file", "", "File that holds the SAS token; read again at every request.");
  static final StoreOption<Secret> ACCOUNT_KEY =
      StoreOption.secret("account-key", "Key of the account.");
  static final StoreOption<String> ACCOUNT_KEY_FILE =
      StoreOption.text(
          "account-key-file", "", "File that holds the account key; read again at every request.");
  static final StoreOption<String> CLIENT_ID =
      StoreOption.text(
          "client-id", "", "Client id of the managed or workload identity, where it has several.");
  static final StoreOption<String> TENANT_ID =
      StoreOption.text("tenant-id", "", "Tenant of the identity; by default its own.");
  static final StoreOption<String> ENCRYPTION_SCOPE =
      StoreOption.text(
          "encryption-scope",
          "",
          "Encryption scope of objects written; by default the container's.");
  static final StoreOption<String> ACCESS_TIER =
      StoreOption.text(
          "access-tier",
          "",
          "Access tier of objects written: hot, cool or cold; by default the account's.");
  static final StoreOption<Boolean> CONTENT_MD5 =
      StoreOption.flag(
          "content-md5",
          "false",
          "Send Content-MD5 with what is uploaded, for the store to check.");
  static final StoreOption<Boolean> BULK_DELETE =
      StoreOption.flag(
          "bulk-delete", "true", "Delete many keys in one request, where the store can.");
  static final StoreOption<Boolean> TAGS =
      StoreOption.flag(
          "object-tags",
          "true",
          "The account has blob index tags; with a hierarchical namespace it has none.");
  static final StoreOption<Long> PART_SIZE =
      StoreOption.size(
          "part-size",
          "16 MiB",
          "Size of the first blocks of an upload; a body that is smaller is one request.");
  static final StoreOption<Integer> MAX_PARTS =
      StoreOption.number(
          "max-parts", "50000", "The most blocks an upload may have; blocks grow to keep it.");
  static final StoreOption<Long> MEMORY_BUDGET =
      StoreOption.size(
          "memory-budget",
          "192 MiB",
          "Memory for blocks being filled or sent, shared by all uploads of the store.");
  static final StoreOption<Integer> UPLOAD_THREADS =
      StoreOption.number("upload-threads", "8", "Blocks sent at the same time, over all uploads.");
  static final StoreOption<String> CA_BUNDLE =
      StoreOption.text(
          "ca-bundle",
          "",
          "PEM file of certificates to trust besides the system's; by default REQUESTS_CA_BUNDLE.");
  static final StoreOption<String> PROXY_URL = HttpProxies.URL;
  static final StoreOption<String> PROXY_USER = HttpProxies.USER;
  static final StoreOption<Secret> PROXY_PASSWORD = HttpProxies.PASSWORD;
  static final StoreOption<String> NO_PROXY = HttpProxies.NONE_FOR;
  static final StoreOption<Duration> CONNECT_TIMEOUT =
      StoreOption.duration("connect-timeout", "10 s", "Time to open a connection.");
  static final StoreOption<Duration> READ_TIMEOUT =
      StoreOption.duration(
          "read-timeout", "60 s", "Time to wait for an answer, or for more of it.");
  static final StoreOption<Duration> ATTEMPT_TIMEOUT =
      StoreOption.duration(
          "attempt-timeout", "10 min", "Time for one attempt, sending included, up to the answer.");
  static final StoreOption<Integer> MAX_ATTEMPTS =
      StoreOption.number("max-attempts", "5", "Attempts before an error that may pass is raised.");
  static final StoreOption<Duration> RETRY_DELAY =
      StoreOption.duration(
          "retry-delay", "1 s", "Time before the second attempt; about doubled before each other.");

  static final List<StoreOption<?>> ALL =
      List.of(
          ENDPOINT_URL,
          CREDENTIAL,
          CONNECTION_STRING,
          SAS_TOKEN,
          SAS_TOKEN_FILE,
          ACCOUNT_KEY,
          ACCOUNT_KEY_FILE,
          CLIENT_ID,
          TENANT_ID,
          ENCRYPTION_SCOPE,
          ACCESS_TIER,
          CONTENT_MD5,
          BULK_DELETE,
          TAGS,
          PART_SIZE,
          MAX_PARTS,
          MEMORY_BUDGET,
          UPLOAD_THREADS,
          CA_BUNDLE,
          PROXY_URL,
          PROXY_USER,
          PROXY_PASSWORD,
          NO_PROXY,
          CONNECT_TIMEOUT,
          READ_TIMEOUT,
          ATTEMPT_TIMEOUT,
          MAX_ATTEMPTS,
          RETRY_DELAY);

  private AzureSettings() {}
}
