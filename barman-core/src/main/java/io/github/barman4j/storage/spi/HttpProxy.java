/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi;

import io.github.barman4j.storage.Secret;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy.
 *
 * @param address scheme, host and port, no user
 * @param user null if it wants none
 * @param password null if it wants none
 */
public record HttpProxy(URI address, @Nullable String user, @Nullable Secret password) {

  /** Checks that there is an address. */
  public HttpProxy {
    Objects.requireNonNull(address, "address");
  }

  /** Returns the port, by default that of the scheme. */
  public int port() {
    return NoProxy.port(address);
  }

  /** Returns it as the JDK has it; its name is looked up when it is connected to. */
  public Proxy toJdk() {
    return new Proxy(
        Proxy.Type.HTTP, InetSocketAddress.createUnresolved(address.getHost(), port()));
  }
}
