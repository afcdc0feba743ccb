/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi;

import io.github.barman4j.storage.Secret;
import java.net.Authenticator;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which proxy leads to an address, by one rule for all back ends: the options of the store; else
 * Java's system properties {@code https.proxyHost} and {@code http.proxyHost}; else {@code
 * https_proxy} or {@code http_proxy} by the address's scheme, else {@code all_proxy}, of the
 * environment, lower case before upper case, and none for what {@code no_proxy} names. Immutable.
 */
public final class HttpProxies {

  /** The proxy itself. */
  public static final StoreOption<String> URL =
      StoreOption.text(
          "proxy-url",
          "",
          "HTTP proxy, http://host:port; by default that of Java or the environment, if any.");

  /** Who asks the proxy. */
  public static final StoreOption<String> USER =
      StoreOption.text("proxy-user", "", "User at the proxy.");

  /** What the proxy wants to know of the user. */
  public static final StoreOption<Secret> PASSWORD =
      StoreOption.secret("proxy-password", "Password at the proxy.");

  /** What does not go through the proxy. */
  public static final StoreOption<String> NONE_FOR =
      StoreOption.text(
          "no-proxy",
          "",
          "Hosts to reach without the proxy, comma-separated, each with all below it.");

  /** All options of proxies, which every back end over HTTP has. */
  public static final List<StoreOption<?>> ALL = List.of(URL, USER, PASSWORD, NONE_FOR);

  /** See "Networking properties" of Java. */
  private static final String JAVA_DEFAULT = "localhost|127.*|[::1]";

  private final StoreOptionValues values;
  private final Map<String, String> environment;

  private HttpProxies(StoreOptionValues values, Map<String, String> environment) {
    this.values = values;
    this.environment = environment;
  }

  /**
   * Returns the proxies of a store.
   *
   * @throws IllegalArgumentException if the options do not fit together
   */
  public static HttpProxies of(StoreOptionValues values, Map<String, String> environment) {
    HttpProxies proxies = new HttpProxies(values, Map.copyOf(environment));
    proxies.check();
    return proxies;
  }

  /**
   * Returns the proxy that leads to an address, empty if none does.
   *
   * @throws IllegalArgumentException if what is set is not the address of a proxy
   */
  public Optional<HttpProxy> to(URI target) {
    if (noProxy().matches(target)) {
      return Optional.empty();
    }
    String scheme = "http".equalsIgnoreCase(target.getScheme()) ? "http" : "https";
    return given().or(() -> ofJava(scheme)).or(() -> ofEnvironment(scheme));
  }

  /**
   * Returns the names that are reached without a proxy at this port, each with all below it.
   *
   * @param port at which they are asked
   */
  public List<String> namesWithoutProxy(int port) {
    return noProxy().names(port);
  }

  /**
   * Returns the rule for a client of the JDK.
   *
   * @throws IllegalArgumentException if a proxy is spoken to over TLS, which those cannot
   */
  public ProxySelector selector() {
    Stream.of("http://host.invalid", "https://host.invalid")
        .flatMap(target -> to(URI.create(target)).stream())
        .forEach(
            proxy ->
                require(
                    "http".equals(proxy.address().getScheme()),
                    "this store's client speaks to proxies over http only; set 'proxy-url' to"
                        + " http://host:port"));
    return new SelectedProxies(this);
  }

  /**
   * Returns what answers the proxies that want a password; empty if none is known, since a client
   * with an authenticator may leave out the {@code Authorization} of a request.
   */
  public Optional<Authenticator> authenticator() {
    boolean known =
        Stream.of("http://host.invalid", "https://host.invalid")
            .flatMap(target -> to(URI.create(target)).stream())
            .anyMatch(proxy -> proxy.user() != null);
    return known ? Optional.of(new SelectedProxies.Login(this)) : Optional.empty();
  }

  private Optional<HttpProxy> given() {
    return values
        .find(URL)
        .map(
            text ->
                new HttpProxy(
                    toAddress(URL.name(), text),
                    values.find(USER).orElse(null),
                    values.find(PASSWORD).orElse(null)));
  }

  private NoProxy noProxy() {
    if (values.find(URL).isPresent()) {
      return NoProxy.parse(values.find(NONE_FOR).orElse(""));
    }
    if (Stream.of("http", "https").anyMatch(scheme -> ofJava(scheme).isPresent())) {
      return NoProxy.parse(networks(System.getProperty("http.nonProxyHosts", JAVA_DEFAULT)));
    }
    return NoProxy.parse(variable("no_proxy").map(Variable::text).orElse(""));
  }

  /** Java writes stars for what the others write as networks. */
  private static String networks(String patterns) {
    return patterns
        .replace('|', ',')
        .replaceAll("(?<![\\d.])(\\d+)\\.\\*", "$1.0.0.0/8")
        .replaceAll("(?<![\\d.])(\\d+\\.\\d+)\\.\\*", "$1.0.0/16")
        .replaceAll("(?<![\\d.])(\\d+\\.\\d+\\.\\d+)\\.\\*", "$1.0/24");
  }

  private static Optional<HttpProxy> ofJava(String scheme) {
    String host = System.getProperty(scheme + ".proxyHost", "");
    String port = System.getProperty(scheme + ".proxyPort", scheme.equals("http") ? "80" : "443");
    return host.isBlank()
        ? Optional.empty()
        : Optional.of(new HttpProxy(URI.create("http://" + host + ":" + port), null, null));
  }

  private Optional<HttpProxy> ofEnvironment(String scheme) {
    return variable(scheme + "_proxy").or(() -> variable("all_proxy")).map(HttpProxies::toProxy);
  }

  private record Variable(String name, String text) {}

  /** What is empty is not set, as everywhere. */
  private Optional<Variable> variable(String name) {
    return Stream.of(name, name.toUpperCase(Locale.ROOT))
        .filter(environment::containsKey)
        .map(spelling -> new Variable(spelling, environment.getOrDefault(spelling, "").strip()))
        .findFirst()
        .filter(variable -> !variable.text().isEmpty());
  }

  private static HttpProxy toProxy(Variable variable) {
    String text = variable.text().contains("://") ? variable.text() : "http://" + variable.text();
    int at = text.lastIndexOf('@');
    String login = at < 0 ? "" : text.substring(text.indexOf("://") + 3, at);
    URI address =
        toAddress(
            variable.name(),
            at < 0 ? text : text.substring(0, text.indexOf("://") + 3) + text.substring(at + 1));
    int colon = login.indexOf(':');
    String user = colon < 0 ? login : login.substring(0, colon);
    return login.isEmpty()
        ? new HttpProxy(address, null, null)
        : new HttpProxy(
            address,
            decoded(user),
            Secret.of(decoded(login.substring(colon < 0 ? login.length() : colon + 1))));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The text is not shown: it may hold a password in a place where none belongs. */
  private static URI toAddress(String name, String text) {
    URI uri = parse(text.replaceAll("/+$", ""));
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' has the form http://host:port; user and password at the proxy are the options"
              + " 'proxy-user' and 'proxy-password', and there are no other proxies than HTTP's");
    }
    return uri;
  }

  private static URI parse(String text) {
    try {
      return new URI(text);
    } catch (java.net.URISyntaxException e) {
      return URI.create("");
    }
  }

  private void check() {
    given();
    require(!isSet(USER) || isSet(URL), "'proxy-user' goes with 'proxy-url'");
    require(!isSet(NONE_FOR) || isSet(URL), "'no-proxy' goes with 'proxy-url'");
    require(!isSet(PASSWORD) || isSet(USER), "'proxy-password' goes with 'proxy-user'");
  }

  private boolean isSet(StoreOption<?> option) {
    return values.find(option).isPresent();
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("Options of the proxy: " + rule);
    }
  }
}
