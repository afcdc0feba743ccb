/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi;

import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rule of proxies for the JDK's clients. */
final class SelectedProxies extends ProxySelector {

  private final HttpProxies proxies;

  SelectedProxies(HttpProxies proxies) {
    this.proxies = proxies;
  }

  @Override
  public List<Proxy> select(URI target) {
    return List.of(proxies.to(target).map(HttpProxy::toJdk).orElse(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI target, SocketAddress address, IOException failure) {
    // Whoever connects reports it
  }

  /** Answers proxies only, each with its own password. */
  static final class Login extends Authenticator {

    private final HttpProxies proxies;

    Login(HttpProxies proxies) {
      this.proxies = proxies;
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      return getRequestorType() == RequestorType.PROXY
          ? List.of("https", "http").stream()
              .map(
                  scheme ->
                      URI.create(scheme + "://" + String.valueOf(getRequestingURL().getHost())))
              .flatMap(target -> proxies.to(target).stream())
              .filter(proxy -> proxy.address().getHost().equals(getRequestingHost()))
              .map(SelectedProxies.Login::answer)
              .findFirst()
              .orElse(null)
          : super.getPasswordAuthentication();
    }

    private static PasswordAuthentication answer(HttpProxy proxy) {
      String user = proxy.user() == null ? "" : proxy.user();
      String password = proxy.password() == null ? "" : proxy.password().reveal();
      return new PasswordAuthentication(user, password.toCharArray());
    }
  }
}
