/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The hosts that are reached without a proxy, as {@code curl} and Python read {@code NO_PROXY}: a
 * name stands for itself and all below it, with or without a dot or a star before it; a port
 * restricts it; an address may be a network; one star alone stands for everything.
 *
 * @param entries as they were written, in lower case, none blank
 */
record NoProxy(List<String> entries) {

  /** Whoever stands in for an instance's identity cannot be reached through a proxy. */
  private static final List<String> METADATA =
      List.of("169.254.169.254", "169.254.170.2", "metadata.google.internal", "[fd00:ec2::254]");

  static NoProxy parse(String text) {
    return new NoProxy(
        Arrays.stream(text.toLowerCase(Locale.ROOT).split("[,\\s]+"))
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  boolean matches(URI target) {
    String host = host(target);
    return METADATA.contains(host)
        || entries.contains("*")
        || entries.stream().anyMatch(entry -> matches(entry, host, port(target)));
  }

  /** Returns the names that are meant at a port, without it and without dot or star before them. */
  List<String> names(int port) {
    return entries.stream()
        .filter(entry -> restriction(entry) < 0 || restriction(entry) == port)
        .map(NoProxy::name)
        .filter(name -> !name.isEmpty() && !name.contains("/") && !isAddress(name))
        .filter(name -> name.chars().anyMatch(Character::isLetter))
        .toList();
  }

  static int port(URI target) {
    if (target.getPort() >= 0) {
      return target.getPort();
    }
    return "http".equalsIgnoreCase(target.getScheme()) ? 80 : 443;
  }

  private static String host(URI target) {
    String host = String.valueOf(target.getHost()).toLowerCase(Locale.ROOT);
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static boolean matches(String entry, String host, int port) {
    if (entry.contains("/")) {
      return isInNetwork(entry, host);
    }
    int only = restriction(entry);
    String name = name(entry);
    boolean ofHost =
        host.equals(name)
            || host.equals("[" + name + "]")
            || (host.endsWith("." + name) && !isAddress(host));
    return !name.isEmpty() && ofHost && (only < 0 || only == port);
  }

  /** An IPv6 address has colons of its own; one with a port is in brackets. */
  private static int restriction(String entry) {
    int colon = entry.lastIndexOf(':');
    boolean address = entry.indexOf(':') != colon && !entry.startsWith("[");
    String port = entry.substring(colon + 1);
    return colon < 0 || address || !port.matches("\\d{1,5}") ? -1 : Integer.parseInt(port);
  }

  private static String name(String entry) {
    String host = restriction(entry) < 0 ? entry : entry.substring(0, entry.lastIndexOf(':'));
    return host.replaceFirst("^\\*?\\.", "").replaceFirst("\\.$", "");
  }

  /** Names are not looked up: only an address is in a network. */
  private static boolean isInNetwork(String network, String host) {
    int slash = network.indexOf('/');
    String bits = network.substring(slash + 1);
    boolean addresses = isAddress(host) && isAddress(network.substring(0, slash));
    if (!addresses || !bits.matches("\\d{1,3}")) {
      return false;
    }
    byte[] one = address(host);
    byte[] other = address(network.substring(0, slash));
    int shift = one.length * Byte.SIZE - Integer.parseInt(bits);
    return one.length == other.length
        && shift >= 0
        && new BigInteger(1, one)
            .shiftRight(shift)
            .equals(new BigInteger(1, other).shiftRight(shift));
  }

  private static boolean isAddress(String host) {
    return host.matches("\\d{1,3}(\\.\\d{1,3}){3}")
        || host.matches("\\[?[0-9a-f:]*:[0-9a-f:.]*\\]?");
  }

  private static byte[] address(String host) {
    try {
      return InetAddress.getByName(host).getAddress();
    } catch (UnknownHostException e) {
      return new byte[0];
    }
  }
}
