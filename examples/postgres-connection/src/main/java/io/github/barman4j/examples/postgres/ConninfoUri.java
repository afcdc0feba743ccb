/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the connection URIs of libpq: {@code
 * postgresql://user:password@host:port,host:port/dbname?word=value}, each piece optional.
 */
final class ConninfoUri {

  private static final String WHERE = "the connection URI";
  private static final List<String> SCHEMES = List.of("postgresql://", "postgres://");

  private final Map<Keyword, String> values = new EnumMap<>(Keyword.class);

  private ConninfoUri() {}

  static boolean isOne(String text) {
    return SCHEMES.stream().anyMatch(text::startsWith);
  }

  static Map<Keyword, String> parse(String text) {
    ConninfoUri uri = new ConninfoUri();
    uri.read(text.substring(text.indexOf("//") + 2));
    return uri.values;
  }

  private void read(String rest) {
    int query = rest.indexOf('?');
    String location = query < 0 ? rest : rest.substring(0, query);
    int slash = location.indexOf('/');
    authority(slash < 0 ? location : location.substring(0, slash));
    if (slash >= 0) {
      put(Keyword.DBNAME, location.substring(slash + 1));
    }
    if (query >= 0) {
      query(rest.substring(query + 1));
    }
  }

  private void authority(String authority) {
    int at = authority.lastIndexOf('@');
    if (at >= 0) {
      String identity = authority.substring(0, at);
      int colon = identity.indexOf(':');
      put(Keyword.USER, colon < 0 ? identity : identity.substring(0, colon));
      put(Keyword.PASSWORD, colon < 0 ? "" : identity.substring(colon + 1));
    }
    hosts(authority.substring(at + 1));
  }

  private void hosts(String text) {
    List<String> hosts = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      int colon = one.indexOf(':', one.startsWith("[") ? closing(one) : 0);
      hosts.add(withoutBrackets(colon < 0 ? one : one.substring(0, colon)));
      ports.add(colon < 0 ? "" : one.substring(colon + 1));
    }
    put(Keyword.HOST, String.join(",", hosts));
    if (ports.stream().anyMatch(port -> !port.isEmpty())) {
      put(Keyword.PORT, String.join(",", ports));
    }
  }

  private static int closing(String host) {
    int bracket = host.indexOf(']');
    if (bracket < 0) {
      throw new ConnectionException("missing \"]\" behind an IPv6 address in " + WHERE);
    }
    return bracket;
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, closing(host)) : host;
  }

  private void query(String query) {
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw new ConnectionException("missing \"=\" between a word and its value in " + WHERE);
      }
      String word = decoded(pair.substring(0, equals));
      String value = pair.substring(equals + 1);
      if (word.equals("ssl") && value.equals("true")) {
        put(Keyword.SSLMODE, "require");
      } else {
        put(Keyword.parse(word, WHERE), value);
      }
    }
  }

  private void put(Keyword keyword, String encoded) {
    if (!encoded.isEmpty()) {
      values.put(keyword, decoded(encoded));
    }
  }

  private static String decoded(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%') {
        out.write(octet(bytes, i + 1));
        i += 2;
      } else {
        out.write(bytes[i]);
      }
    }
    return out.toString(UTF_8);
  }

  private static int octet(byte[] bytes, int at) {
    int high = at + 1 < bytes.length ? Character.digit(bytes[at], 16) : -1;
    int low = high < 0 ? -1 : Character.digit(bytes[at + 1], 16);
    if (low < 0 || high + low == 0) {
      throw new ConnectionException("invalid percent-encoded token in " + WHERE);
    }
    return high << 4 | low;
  }
}
