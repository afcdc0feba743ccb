/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority that nobody knows, and a server's certificate of it for 127.0.0.1. */
final class TestCertificates {

  private static final String PASSWORD = "changeit";

  private final Path directory;

  private TestCertificates(Path directory) {
    this.directory = directory;
  }

  /** Makes both with the JDK's keytool. */
  static TestCertificates in(Path directory) throws IOException, InterruptedException {
    TestCertificates made = new TestCertificates(directory);
    made.keytool("ca.p12", "-genkeypair", "-alias", "ca", "-dname", "CN=Test CA", "-ext", "bc:c");
    made.keytool("ca.p12", "-exportcert", "-rfc", "-alias", "ca", "-file", made.path("ca.pem"));
    made.keytool("server.p12", "-genkeypair", "-alias", "server", "-dname", "CN=server");
    made.keytool("server.p12", "-certreq", "-alias", "server", "-file", made.path("server.csr"));
    made.keytool(
        "ca.p12",
        "-gencert",
        "-rfc",
        "-alias",
        "ca",
        "-ext",
        "san=ip:127.0.0.1",
        "-infile",
        made.path("server.csr"),
        "-outfile",
        made.path("server.pem"));
    made.keytool("server.p12", "-importcert", "-alias", "ca", "-file", made.path("ca.pem"));
    made.keytool("server.p12", "-importcert", "-alias", "server", "-file", made.path("server.pem"));
    return made;
  }

  /** Returns the authority's certificate in PEM. */
  Path authority() {
    return directory.resolve("ca.pem");
  }

  /** Returns what a server speaks TLS with. */
  SSLContext server() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve("server.p12"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private void keytool(String store, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", path(store), "-storepass", PASSWORD, "-noprompt"));
    if (arguments[0].equals("-genkeypair")) {
      command.addAll(List.of("-keyalg", "EC", "-validity", "2"));
    }
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(command + ": " + Files.readString(directory.resolve("keytool.log")));
    }
  }
}
