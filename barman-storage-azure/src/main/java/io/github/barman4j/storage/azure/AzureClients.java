/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import com.azure.core.credential.AzureNamedKeyCredential;
import com.azure.core.credential.AzureSasCredential;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.util.ClientOptions;
import com.azure.identity.AzureCliCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import io.github.barman4j.storage.Secret;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes the SDK's client from options. */
final class AzureClients {

  private static final String APPLICATION = "barman4j";
  private static final Duration MAX_RETRY_DELAY = Duration.ofMinutes(1);

  private AzureClients() {}

  /** Returns how requests are authorised, an identity with what gives its tokens. */
  static AzureAccess access(AzureOptions options) {
    AzureAccess access = options.access();
    return access instanceof AzureAccess.Identity identity
        ? new AzureAccess.Token(credential(identity.kind(), options))
        : access;
  }

  static BlobContainerClient create(AzureOptions options, AzureAccess access) {
    URI endpoint =
        options.endpoint().or(access::endpoint).orElseGet(() -> options.location().endpoint());
    BlobContainerClientBuilder builder =
        new BlobContainerClientBuilder()
            .endpoint(withPort(endpoint))
            .containerName(options.location().container())
            .httpClient(new AzureHttp(options))
            .clientOptions(new ClientOptions().setApplicationId(APPLICATION))
            .retryOptions(retries(options));
    authorise(builder, access);
    return builder.buildClient();
  }

  /** The SDK takes a host without a port for one whose name begins with the account's. */
  private static String withPort(URI endpoint) {
    boolean hasPort = endpoint.getPort() >= 0 || endpoint.getRawPath().isEmpty();
    if (hasPort) {
      return endpoint.toString();
    }
    int port = "https".equals(endpoint.getScheme()) ? 443 : 80;
    return endpoint.getScheme() + "://" + endpoint.getHost() + ":" + port + endpoint.getRawPath();
  }

  /** The SDK's timeout of a try does not end what blocks a thread; the HTTP client's does. */
  private static RequestRetryOptions retries(AzureOptions options) {
    Duration delay = options.get(AzureSettings.RETRY_DELAY);
    Duration most = delay.compareTo(MAX_RETRY_DELAY) > 0 ? delay : MAX_RETRY_DELAY;
    return new RequestRetryOptions(
        RetryPolicyType.EXPONENTIAL,
        options.get(AzureSettings.MAX_ATTEMPTS),
        (Duration) null,
        delay,
        most,
        null);
  }

  private static void authorise(BlobContainerClientBuilder builder, AzureAccess access) {
    if (access instanceof AzureAccess.AccountKey key) {
      authorise(builder, key);
    } else if (access instanceof AzureAccess.SharedAccess sas) {
      authorise(builder, sas);
    } else if (access instanceof AzureAccess.Token token) {
      builder.credential(token.credential());
    }
  }

  private static void authorise(BlobContainerClientBuilder builder, AzureAccess.AccountKey access) {
    Secret first = access.key().get();
    AzureNamedKeyCredential credential =
        new AzureNamedKeyCredential(access.account(), first.reveal());
    builder.credential(credential).addPolicy(AzureRotation.of(access.key(), first, credential));
  }

  private static void authorise(
      BlobContainerClientBuilder builder, AzureAccess.SharedAccess access) {
    Secret first = access.token().get();
    AzureSasCredential credential = new AzureSasCredential(AzureRotation.signature(first));
    builder.credential(credential).addPolicy(AzureRotation.of(access.token(), first, credential));
  }

  private static TokenCredential credential(AzureCredential kind, AzureOptions options) {
    HttpClient http = new AzureHttp(options);
    String client = options.find(AzureSettings.CLIENT_ID).orElse(null);
    String tenant = options.find(AzureSettings.TENANT_ID).orElse(null);
    return switch (kind) {
      case AZURE_CLI -> new AzureCliCredentialBuilder().tenantId(tenant).build();
      case MANAGED_IDENTITY ->
          new ManagedIdentityCredentialBuilder().httpClient(http).clientId(client).build();
      case WORKLOAD_IDENTITY -> workload(client, tenant, http);
      case AUTO, DEFAULT ->
          new DefaultAzureCredentialBuilder()
              .httpClient(http)
              .managedIdentityClientId(client)
              .workloadIdentityClientId(client)
              .tenantId(tenant)
              .build();
    };
  }

  private static TokenCredential workload(
      @Nullable String client, @Nullable String tenant, HttpClient http) {
    WorkloadIdentityCredentialBuilder builder =
        new WorkloadIdentityCredentialBuilder().httpClient(http);
    if (client != null) {
      builder.clientId(client);
    }
    if (tenant != null) {
      builder.tenantId(tenant);
    }
    return builder.build();
  }
}
