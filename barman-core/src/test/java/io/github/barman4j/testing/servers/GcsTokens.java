/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.internal.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask: whoever shows a token that was set, or one that was given for a signature by a key
 * that is valid; anyone, as long as neither has been. Thread-safe.
 */
final class GcsTokens {
  private static final int KEY_BITS = 2048;
  private static final int LIFETIME_SECONDS = 3600;

  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Map<String, PublicKey> keys = new ConcurrentHashMap<>();
  private final Map<String, String> keyOfToken = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private volatile boolean anyone = true;

  void acceptOnly(String token) {
    anyone = false;
    accepted.clear();
    keyOfToken.clear();
    accepted.add(token);
  }

  void expireAll() {
    anyone = false;
    accepted.clear();
    keyOfToken.clear();
  }

  void revoke(String keyId) {
    keys.remove(keyId);
    keyOfToken.values().removeIf(keyId::equals);
  }

  /** Makes a service account's key file. */
  String createKey(URI endpoint) {
    anyone = false;
    String id = "key-" + numbers.incrementAndGet();
    KeyPair pair = keyPair();
    keys.put(id, pair.getPublic());
    String pem =
        Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII))
            .encodeToString(pair.getPrivate().getEncoded());
    return Json.write(
        Map.of(
            "type",
            "service_account",
            "project_id",
            "project",
            "private_key_id",
            id,
            "private_key",
            "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n",
            "client_email",
            id + "@project.example",
            "client_id",
            "1",
            "token_uri",
            endpoint + "/token"));
  }

  void check(@Nullable String authorization) {
    String token = String.valueOf(authorization).replaceFirst("^Bearer ", "");
    String key = keyOfToken.get(token);
    boolean byKey = key != null && keys.containsKey(key);
    if (!anyone && !byKey && !accepted.contains(token)) {
      throw new GcsFailure(401, "authError", "Invalid Credentials");
    }
  }

  /** Gives a token for a signed request, as the OAuth server of Google does. */
  GcsAnswer issue(GcsCall call) throws IOException {
    String assertion = call.text().replaceFirst(".*assertion=([^&]+).*", "$1");
    String keyId = signer(URLDecoder.decode(assertion, UTF_8).split("\\."));
    if (keyId == null) {
      return GcsAnswer.json(
          400, Map.of("error", "invalid_grant", "error_description", "Invalid JWT Signature."));
    }
    String token = "token-" + numbers.incrementAndGet();
    keyOfToken.put(token, keyId);
    return GcsAnswer.json(
        200, Map.of("access_token", token, "token_type", "Bearer", "expires_in", LIFETIME_SECONDS));
  }

  private @Nullable String signer(String[] jwt) {
    try {
      String id = (String) JsonText.object(new String(decoded(jwt[0]), UTF_8)).get("kid");
      PublicKey key = keys.get(id);
      if (key == null) {
        return null;
      }
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key);
      signature.update((jwt[0] + "." + jwt[1]).getBytes(US_ASCII));
      return signature.verify(decoded(jwt[2])) ? id : null;
    } catch (GeneralSecurityException e) {
      return null;
    }
  }

  private static byte[] decoded(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(KEY_BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
