/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import com.azure.core.credential.AzureNamedKeyCredential;
import com.azure.core.credential.AzureSasCredential;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import io.github.barman4j.storage.Secret;
import java.util.function.Consumer;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Keeps the SDK's credential at what its supplier says: before every request, and once more when
 * the store refuses the credential, in case it was rotated in between. Thread-safe.
 */
final class AzureRotation implements HttpPipelinePolicy {

  private final Supplier<Secret> supplier;
  private final Consumer<Secret> target;
  private Secret current;

  private AzureRotation(Supplier<Secret> supplier, Secret first, Consumer<Secret> target) {
    this.supplier = supplier;
    this.target = target;
    current = first;
  }

  static AzureRotation of(Supplier<Secret> supplier, Secret first, AzureSasCredential credential) {
    return new AzureRotation(supplier, first, token -> credential.update(signature(token)));
  }

  static AzureRotation of(
      Supplier<Secret> supplier, Secret first, AzureNamedKeyCredential credential) {
    String account = credential.getAzureNamedKey().getName();
    return new AzureRotation(supplier, first, key -> credential.update(account, key.reveal()));
  }

  /** Returns a token as the SDK wants it: without the question mark that the portal shows. */
  static String signature(Secret token) {
    return token.reveal().replaceFirst("^\\?", "");
  }

  /** In front of what signs, which is what repeats too. */
  @Override
  public HttpPipelinePosition getPipelinePosition() {
    return HttpPipelinePosition.PER_CALL;
  }

  @Override
  public HttpResponse processSync(
      HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
    refresh();
    HttpRequest unsigned = context.getHttpRequest().copy();
    HttpPipelineNextSyncPolicy again = next.clone();
    HttpResponse response = next.processSync();
    if (!isRefused(response) || !refresh()) {
      return response;
    }
    response.close();
    context.setHttpRequest(unsigned);
    return again.processSync();
  }

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    refresh();
    HttpRequest unsigned = context.getHttpRequest().copy();
    HttpPipelineNextPolicy again = next.clone();
    return next.process()
        .flatMap(
            response -> {
              if (!isRefused(response) || !refresh()) {
                return Mono.just(response);
              }
              response.close();
              context.setHttpRequest(unsigned);
              return again.process();
            });
  }

  private static boolean isRefused(HttpResponse response) {
    return response.getStatusCode() == 401 || response.getStatusCode() == 403;
  }

  /** Returns whether the credential is another one now. */
  private boolean refresh() {
    Secret now = supplier.get();
    synchronized (this) {
      if (now.equals(current)) {
        return false;
      }
      target.accept(now);
      current = now;
      return true;
    }
  }
}
