/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.ConnectionFactory;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.http.HttpTransportFactory;
import io.github.barman4j.storage.spi.HttpProxies;
import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URL;
import java.util.Optional;

/** Connections to the store and to whoever gives tokens, through a proxy where one leads there. */
final class GcsConnections implements HttpTransportFactory, ConnectionFactory {

  private final ProxySelector proxies;
  private final Optional<Authenticator> login;
  private final HttpTransport transport;

  GcsConnections(HttpProxies proxies) {
    this.proxies = proxies.selector();
    login = proxies.authenticator();
    transport = new NetHttpTransport.Builder().setConnectionFactory(this).build();
  }

  @Override
  public HttpTransport create() {
    return transport;
  }

  @Override
  public HttpURLConnection openConnection(URL url) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) url.openConnection(proxies.select(URI.create(url.toString())).get(0));
    login.ifPresent(connection::setAuthenticator);
    return connection;
  }
}
