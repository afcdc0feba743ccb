/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host name, address, or directory of a socket; never empty
 * @param address where the host is if that is not to be asked, else empty
 * @param port also part of a socket's name
 */
record ServerAddress(String host, String address, int port) {

  private static final int DEFAULT_PORT = 5432;
  private static final Pattern NUMBER = Pattern.compile("[0-9]*");
  private static final int MAX_PORT = 65_535;
  private static final List<String> SOCKET_DIRECTORIES = List.of("/var/run/postgresql", "/tmp");

  /**
   * Reads lists with commas, as many ports as hosts, or one.
   *
   * @throws ConnectionException if they do not go together or a port is none
   */
  static List<ServerAddress> list(String hosts, String addresses, String ports) {
    String[] host = hosts.split(",", -1);
    String[] address = addresses.split(",", -1);
    int count = hosts.isEmpty() ? address.length : host.length;
    if (!addresses.isEmpty() && address.length != count) {
      throw new ConnectionException(
          String.format(
              Locale.ROOT,
              "could not match %d host names to %d hostaddr values",
              count,
              address.length));
    }
    String[] port = ports.split(",", -1);
    if (port.length != 1 && port.length != count) {
      throw new ConnectionException(
          String.format(
              Locale.ROOT, "could not match %d port numbers to %d hosts", port.length, count));
    }
    List<ServerAddress> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String number = port[port.length == 1 ? 0 : i];
      list.add(of(hosts.isEmpty() ? "" : host[i], addresses.isEmpty() ? "" : address[i], number));
    }
    return list;
  }

  private static ServerAddress of(String host, String address, String port) {
    int number = parse(port.strip());
    if (host.startsWith("@")) {
      throw new ConnectionException(
          "host "
              + host
              + ": sockets in the abstract namespace cannot be reached from Java;"
              + " add a directory to unix_socket_directories");
    }
    boolean isNamed = !host.isEmpty() || !address.isEmpty();
    String known = host.isEmpty() ? address : host;
    return new ServerAddress(isNamed ? known : socketDirectory(number), address, number);
  }

  private static int parse(String port) {
    if (!NUMBER.matcher(port).matches()) {
      // Not quoted: of a URI with a slash in its password it would be a part of that.
      throw new ConnectionException("invalid port number: not a number");
    }
    try {
      int number = port.isEmpty() ? DEFAULT_PORT : Integer.parseInt(port);
      if (number >= 1 && number <= MAX_PORT) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new ConnectionException("invalid port number: \"" + port + "\"");
  }

  /** Distributions build PostgreSQL with the first, others with the second. */
  private static String socketDirectory(int port) {
    return SOCKET_DIRECTORIES.stream()
        .filter(directory -> Files.exists(socket(directory, port)))
        .findFirst()
        .orElse(SOCKET_DIRECTORIES.get(0));
  }

  private static Path socket(String directory, int port) {
    return Path.of(directory, ".s.PGSQL." + port);
  }

  boolean isSocket() {
    return host.startsWith("/") && address.isEmpty();
  }

  /** Returns the file of the socket. */
  Path socket() {
    return socket(host, port);
  }

  /** Returns the name or address to connect to. */
  String target() {
    return address.isEmpty() ? host : address;
  }

  String nameInPasswordFile() {
    return SOCKET_DIRECTORIES.contains(host) ? "localhost" : host;
  }

  @Override
  public String toString() {
    return isSocket() ? "socket \"" + socket() + "\"" : target() + ", port " + port;
  }
}
