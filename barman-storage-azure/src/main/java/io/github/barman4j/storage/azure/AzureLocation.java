/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A container and the prefix of every key in it, in the forms that Barman takes: {@code
 * https://ACCOUNT.blob.core.windows.net/CONTAINER/PREFIX}, and {@code
 * http://HOST:PORT/ACCOUNT/CONTAINER/PREFIX} for emulators.
 *
 * @param endpoint the account's address, without a slash at its end
 * @param account its name
 * @param container its name
 * @param prefix without slashes around it; empty if keys begin at the container's top
 */
public record AzureLocation(URI endpoint, String account, String container, String prefix) {

  static final String FORMS =
      "https://ACCOUNT.blob.core.windows.net/CONTAINER/PREFIX, "
          + "http://HOST:PORT/ACCOUNT/CONTAINER/PREFIX";

  private static final String PUBLIC_CLOUD = ".blob.core.windows.net";

  /** Sovereign clouds and accounts in a DNS zone, see "Storage account endpoints". */
  private static final Pattern SERVICE_HOST =
      Pattern.compile(
          "([a-z0-9]{3,24})(\\.z\\d+)?\\.blob\\.(core\\.[a-z.]+|storage\\.azure\\.net)");

  private static final Pattern LOCAL_HOST =
      Pattern.compile("[^.]+|\\[.*]|\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern CONTAINER =
      Pattern.compile("(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");

  /** Checks the names and strips the slash at the prefix's end. */
  public AzureLocation {
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(account, "account");
    prefix = prefix.replaceAll("/+$", "");
    if (!CONTAINER.matcher(container).matches()) {
      throw new IllegalArgumentException(
          "A container's name has 3 to 63 lower-case letters, digits or single '-', got '"
              + container
              + "'");
    }
    if (prefix.startsWith("/")) {
      throw doubledSlash(endpoint + "/" + container + "/" + prefix);
    }
  }

  /** Returns the location at the top of a container of the public cloud. */
  public static AzureLocation ofContainer(String account, String container) {
    return new AzureLocation(
        URI.create("https://" + account + PUBLIC_CLOUD), account, container, "");
  }

  /**
   * Parses a location; a query is left out.
   *
   * <p>In a cloud other than the public one Barman wants the account in the path as well; that form
   * is taken too.
   *
   * @throws IllegalArgumentException if the location has another form, or a slash is doubled, with
   *     which Barman cannot read what it writes
   */
  public static AzureLocation parse(URI location) {
    if (!isHttp(location) || location.getHost() == null || location.getUserInfo() != null) {
      throw otherForm(location);
    }
    String path = location.getPath().replaceFirst("^/", "").replaceFirst("/$", "");
    List<String> names = Arrays.asList(path.split("/", -1));
    if (!path.isEmpty() && names.contains("")) {
      throw doubledSlash(location.toString());
    }
    String host = location.getHost().toLowerCase(Locale.ROOT);
    Matcher service = SERVICE_HOST.matcher(host);
    return service.matches()
        ? ofService(host, service.group(1), names)
        : ofEmulator(location, names);
  }

  /** Tells whether a location can only be meant for this back end. */
  static boolean isAzure(URI location) {
    if (!isHttp(location) || location.getHost() == null) {
      return false;
    }
    String host = location.getHost().toLowerCase(Locale.ROOT);
    return SERVICE_HOST.matcher(host).matches()
        || location.getPort() >= 0
        || LOCAL_HOST.matcher(host).matches();
  }

  /** Returns this location with another prefix. */
  public AzureLocation withPrefix(String newPrefix) {
    return new AzureLocation(endpoint, account, container, newPrefix);
  }

  /** Returns this location in the form that Barman takes. */
  public URI toUri() {
    String path = "/" + container + (prefix.isEmpty() ? "" : "/" + prefix);
    try {
      return URI.create(endpoint + new URI(null, null, path, null).getRawPath());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Cannot write as a URI: " + this, e);
    }
  }

  String fullKey(ObjectKey key) {
    return fullPrefix(key.value());
  }

  String fullPrefix(String relative) {
    return prefix.isEmpty() ? relative : prefix + "/" + relative;
  }

  /** Returns what is behind the prefix; empty if that is nothing a key can be. */
  Optional<ObjectKey> relative(String fullKey) {
    String text = relativePrefix(fullKey);
    return text.isEmpty() ? Optional.empty() : Optional.of(ObjectKey.of(text));
  }

  String relativePrefix(String fullPrefix) {
    return fullPrefix.substring(fullPrefix("").length());
  }

  private static AzureLocation ofService(String host, String account, List<String> names) {
    boolean repeated =
        !host.endsWith(PUBLIC_CLOUD) && names.size() > 1 && names.get(0).equals(account);
    List<String> rest = repeated ? names.subList(1, names.size()) : names;
    return new AzureLocation(
        URI.create("https://" + host), account, rest.get(0), joined(rest.subList(1, rest.size())));
  }

  private static AzureLocation ofEmulator(URI location, List<String> names) {
    if (names.size() < 2) {
      throw otherForm(location);
    }
    String account = names.get(0);
    URI endpoint =
        URI.create(location.getScheme() + "://" + location.getAuthority() + "/" + account);
    return new AzureLocation(
        endpoint, account, names.get(1), joined(names.subList(2, names.size())));
  }

  private static String joined(List<String> names) {
    return names.stream().collect(Collectors.joining("/"));
  }

  private static boolean isHttp(URI location) {
    return "https".equalsIgnoreCase(location.getScheme())
        || "http".equalsIgnoreCase(location.getScheme());
  }

  private static IllegalArgumentException otherForm(URI location) {
    return new IllegalArgumentException(
        "A location in Azure has one of the forms "
            + FORMS
            + ", got '"
            + Secret.masked(location.toString())
            + "'");
  }

  private static IllegalArgumentException doubledSlash(String location) {
    return new IllegalArgumentException(
        "A doubled slash makes a backup by Barman unreadable, leave one out in '"
            + Secret.masked(location)
            + "'");
  }
}
