/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules of {@code destinationPath} and {@code endpointURL}, which are never shown. */
final class Destination {

  private static final String PATH = "destinationPath";
  private static final String ENDPOINT = "endpointURL";
  private static final String FORMS =
      "s3://BUCKET/PATH, gs://BUCKET/PATH, https://ACCOUNT.blob.core.windows.net/CONTAINER/PATH or"
          + " http://HOST:PORT/ACCOUNT/CONTAINER/PATH";

  private Destination() {}

  static void check(Problems problems, String path) {
    problems.require(!path.isEmpty(), PATH, "is required and not empty, one of " + FORMS);
    URI uri = parse(path);
    problems.require(
        uri != null && uri.getAuthority() != null && isKnown(uri), PATH, "is not one of " + FORMS);
    problems.require(
        uri == null || (uri.getRawQuery() == null && uri.getRawFragment() == null),
        PATH,
        "has no query and no fragment: credentials belong into Secrets");
    problems.require(
        uri == null || uri.getUserInfo() == null,
        PATH,
        "has no user and password: credentials belong into Secrets");
  }

  static void checkEndpoint(Problems problems, @Nullable String endpoint) {
    if (endpoint == null) {
      return;
    }
    URI uri = parse(endpoint);
    problems.require(
        uri != null && isHttp(uri) && uri.getHost() != null && uri.getUserInfo() == null,
        ENDPOINT,
        "has the form https://host:port, without user and password");
  }

  static void checkProvider(Problems problems, String path, ProviderCredentials credentials) {
    URI uri = parse(path);
    if (uri == null || uri.getScheme() == null) {
      return;
    }
    String needed = provider(uri);
    String given = nameOf(credentials);
    problems.require(
        needed.isEmpty() || needed.equals(given),
        PATH,
        "begins with " + uri.getScheme() + ": and needs " + needed + ", but there is " + given);
  }

  /** Returns the account in a location of Azure; empty if its host is a name of its own. */
  static Optional<String> findAzureAccount(String path) {
    URI uri = URI.create(path);
    String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    int blob = host.indexOf(".blob.");
    if (blob > 0) {
      return Optional.of(host.substring(0, host.indexOf('.')));
    }
    boolean emulator = uri.getPort() >= 0 || !host.contains(".");
    return emulator ? Optional.of(uri.getPath().split("/", -1)[1]) : Optional.empty();
  }

  static String nameOf(ProviderCredentials credentials) {
    if (credentials instanceof S3Credentials) {
      return "s3Credentials";
    }
    return credentials instanceof AzureCredentials ? "azureCredentials" : "googleCredentials";
  }

  private static boolean isKnown(URI uri) {
    return !provider(uri).isEmpty();
  }

  private static String provider(URI uri) {
    return switch (scheme(uri)) {
      case "s3" -> "s3Credentials";
      case "gs" -> "googleCredentials";
      case "http", "https" ->
          "console.cloud.google.com".equals(uri.getHost())
              ? "googleCredentials"
              : "azureCredentials";
      default -> "";
    };
  }

  private static boolean isHttp(URI uri) {
    return scheme(uri).equals("http") || scheme(uri).equals("https");
  }

  private static String scheme(URI uri) {
    return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
  }

  private static @Nullable URI parse(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
