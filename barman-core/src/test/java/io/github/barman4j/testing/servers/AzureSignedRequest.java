/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Requests for containers of Azure, without a body, signed with the account's key.
 *
 * @see <a
 *     href="https://learn.microsoft.com/en-us/rest/api/storageservices/authorize-with-shared-key">
 *     Authorize with Shared Key</a>
 */
final class AzureSignedRequest {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final String VERSION = "2021-12-02";
  private static final String NO_HEADERS = "\n".repeat(12);

  private final AzuriteServer server;
  private final String time;

  AzureSignedRequest(AzuriteServer server, Instant now) {
    this.server = server;
    this.time = TIME.format(now);
  }

  HttpRequest of(String method, String container) throws GeneralSecurityException {
    URI uri = URI.create(server.endpoint() + "/" + container + "?restype=container");
    String toSign =
        method
            + NO_HEADERS
            + ("x-ms-date:" + time + "\n")
            + ("x-ms-version:" + VERSION + "\n")
            + ("/" + server.account() + uri.getPath() + "\n")
            + "restype:container";
    return HttpRequest.newBuilder(uri)
        .method(method, HttpRequest.BodyPublishers.noBody())
        .header("x-ms-date", time)
        .header("x-ms-version", VERSION)
        .header("Authorization", "SharedKey " + server.account() + ":" + signature(toSign))
        .build();
  }

  private String signature(String toSign) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(server.accountKey()), "HmacSHA256"));
    return Base64.getEncoder().encodeToString(mac.doFinal(toSign.getBytes(UTF_8)));
  }
}
