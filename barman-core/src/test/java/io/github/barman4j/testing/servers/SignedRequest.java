/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * S3 requests without a body and query, signed as version 4 says.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">
 *     Create a signed AWS API request</a>
 */
final class SignedRequest {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String SIGNED = "host;x-amz-content-sha256;x-amz-date";

  private final S3Server server;
  private final String time;
  private final String scope;

  SignedRequest(S3Server server, Instant now) {
    this.server = server;
    this.time = TIME.format(now);
    this.scope = time.substring(0, 8) + "/" + server.region() + "/s3/aws4_request";
  }

  HttpRequest of(String method, String path) throws GeneralSecurityException {
    String bodyHash = sha256("");
    String canonical =
        String.join(
            "\n",
            method,
            path,
            "",
            "host:" + server.endpoint().getAuthority(),
            "x-amz-content-sha256:" + bodyHash,
            "x-amz-date:" + time,
            "",
            SIGNED,
            bodyHash);
    return HttpRequest.newBuilder(URI.create(server.endpoint() + path))
        .method(method, HttpRequest.BodyPublishers.noBody())
        .header("x-amz-content-sha256", bodyHash)
        .header("x-amz-date", time)
        .header("Authorization", authorization(canonical))
        .build();
  }

  private String authorization(String canonical) throws GeneralSecurityException {
    String toSign = String.join("\n", "AWS4-HMAC-SHA256", time, scope, sha256(canonical));
    byte[] key = ("AWS4" + server.secretKey()).getBytes(UTF_8);
    for (String part : scope.split("/")) {
      key = hmac(key, part);
    }
    return "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
        .formatted(server.accessKey(), scope, SIGNED, HexFormat.of().formatHex(hmac(key, toSign)));
  }

  private static String sha256(String text) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }
}
