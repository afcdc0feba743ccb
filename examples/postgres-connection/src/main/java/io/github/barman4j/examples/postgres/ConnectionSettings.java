/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How to connect, after all places that libpq looks at have been looked at, in its order: the
 * connection string, the service, the environment, the defaults.
 */
final class ConnectionSettings {

  private final Map<Keyword, String> values;
  private final Map<String, String> environment;

  private ConnectionSettings(Map<Keyword, String> values, Map<String, String> environment) {
    this.values = values;
    this.environment = environment;
  }

  /**
   * Looks everywhere.
   *
   * @param given in the connection string
   * @param environment the variables
   * @throws ConnectionException if something is said that has no effect or no meaning
   */
  static ConnectionSettings resolve(Map<Keyword, String> given, Map<String, String> environment) {
    Map<Keyword, String> values = new EnumMap<>(Keyword.class);
    values.putAll(given);
    ConnectionSettings settings = new ConnectionSettings(values, environment);
    settings.addService();
    for (Keyword keyword : Keyword.values()) {
      Optional.ofNullable(environment.get(keyword.variable()))
          .ifPresent(value -> values.putIfAbsent(keyword, value));
    }
    values.forEach(Keyword::require);
    return settings;
  }

  private void addService() {
    String service = or(Keyword.SERVICE, environment.get(Keyword.SERVICE.variable()));
    if (service != null) {
      service(service).forEach(values::putIfAbsent);
    }
  }

  private @Nullable String or(Keyword keyword, @Nullable String other) {
    return values.getOrDefault(keyword, other);
  }

  private Map<Keyword, String> service(String name) {
    return serviceFiles()
        .map(ServiceFile::new)
        .flatMap(file -> file.find(name).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new ConnectionException(
                    "definition of service \"" + name + "\" not found in any service file"));
  }

  private Stream<Path> serviceFiles() {
    String named = or(Keyword.SERVICEFILE, environment.get(Keyword.SERVICEFILE.variable()));
    Path own = named == null ? home().resolve(".pg_service.conf") : Path.of(named);
    String shared = environment.get("PGSYSCONFDIR");
    return shared == null ? Stream.of(own) : Stream.of(own, Path.of(shared, "pg_service.conf"));
  }

  private Path home() {
    String home = environment.get("HOME");
    return Path.of(home == null || home.isEmpty() ? System.getProperty("user.home") : home);
  }

  /** Returns a value, empty if nobody gave one or an empty one. */
  Optional<String> find(Keyword keyword) {
    return Optional.ofNullable(values.get(keyword)).filter(value -> !value.isEmpty());
  }

  String user() {
    return find(Keyword.USER).orElseGet(() -> System.getProperty("user.name"));
  }

  String database() {
    return find(Keyword.DBNAME).orElseGet(this::user);
  }

  /** Returns whom to try, in this order. */
  List<ServerAddress> addresses() {
    return ServerAddress.list(
        find(Keyword.HOST).orElse(""),
        find(Keyword.HOSTADDR).orElse(""),
        find(Keyword.PORT).orElse(""));
  }

  /** Returns the password for a server, empty if there is none; that may do. */
  String password(ServerAddress address) {
    return find(Keyword.PASSWORD).or(() -> fromFile(address)).orElse("");
  }

  private Optional<String> fromFile(ServerAddress address) {
    Path file = find(Keyword.PASSFILE).map(Path::of).orElseGet(() -> home().resolve(".pgpass"));
    return new PasswordFile(file)
        .find(
            List.of(
                address.nameInPasswordFile(),
                Integer.toString(address.port()),
                database(),
                user()));
  }

  /**
   * Returns how long a connection may take in seconds, 0 for as long as it takes.
   *
   * @throws ConnectionException if it is no number
   */
  int connectTimeout() {
    String text = find(Keyword.CONNECT_TIMEOUT).orElse("0").strip();
    try {
      return Math.max(0, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new ConnectionException(
          "invalid integer value \"" + text + "\" for connection option \"connect_timeout\"");
    }
  }

  /** Returns a file for TLS, where libpq has it by default if that is there. */
  Optional<String> file(Keyword keyword, String name) {
    Path standard = home().resolve(".postgresql").resolve(name);
    return find(keyword).or(() -> Optional.of(standard).filter(Files::exists).map(Path::toString));
  }
}
