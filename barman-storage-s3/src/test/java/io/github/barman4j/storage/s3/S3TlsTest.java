/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.Secret;
import io.github.barman4j.storage.WriteOutcomeUnknownException;
import io.github.barman4j.storage.spi.TrustedCertificates;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose certificate is of an authority of one's own. */
final class S3TlsTest {

  private static final ObjectKey KEY = ObjectKey.of("srv/x");

  @TempDir static Path directory;
  private static TestCertificates certificates;
  private ScriptedS3 s3;

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = TestCertificates.in(directory);
  }

  @BeforeEach
  void start() throws Exception {
    s3 = ScriptedS3.tls(certificates.server());
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  @Test
  void anAuthorityOfOnesOwnIsTrusted() throws IOException {
    put(options("127.0.0.1").caBundle(certificates.authority()));
    assertThat(s3.object("srv/x")).asString().isEqualTo("x");
  }

  @Test
  void anAuthorityNobodyKnowsIsNot() {
    assertThatThrownBy(() -> put(options("127.0.0.1")))
        .isInstanceOf(ObjectStoreException.class)
        .isNotInstanceOf(WriteOutcomeUnknownException.class)
        .hasMessageContaining("PKIX")
        .hasMessageContaining("'ca-bundle'");
    assertThat(s3.requests()).isEmpty();
  }

  @Test
  void aCertificateForAnotherHostIsNot() {
    assertThatThrownBy(() -> put(options("localhost").caBundle(certificates.authority())))
        .isInstanceOf(ObjectStoreException.class)
        .hasMessageContaining("localhost");
    assertThat(s3.requests()).isEmpty();
  }

  @Test
  void theSystemsRootsStayTrusted() throws Exception {
    X509Certificate[] trusted =
        TrustedCertificates.withSystemRoots(certificates.authority()).getAcceptedIssuers();
    assertThat(systemRoots()).isNotEmpty();
    assertThat(trusted).contains(systemRoots()).hasSize(systemRoots().length + 1);
  }

  @Test
  void aBundleThatIsNoneIsNamed() throws IOException {
    Path empty = Files.createFile(directory.resolve("empty-" + System.nanoTime()));
    assertThatThrownBy(() -> put(options("127.0.0.1").caBundle(empty)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(empty.toString());
    Path gone = directory.resolve("gone");
    assertThatThrownBy(() -> put(options("127.0.0.1").caBundle(gone)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(gone.toString());
  }

  private static X509Certificate[] systemRoots() throws Exception {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    TrustManager manager = Arrays.stream(factory.getTrustManagers()).findFirst().orElseThrow();
    return ((X509TrustManager) manager).getAcceptedIssuers();
  }

  private S3Options.Builder options(String host) {
    return S3Options.forS3Compatible(
            new S3Location("bucket", "p"), URI.create("https://" + host + ":" + s3.port()))
        .credentials("AKID", Secret.of("very-secret"))
        .property("max-attempts", "2");
  }

  private static void put(S3Options.Builder options) throws IOException {
    try (S3ObjectStore store = S3ObjectStore.create(options.build())) {
      store.put(KEY, ObjectBody.of("x"), PutOptions.overwrite());
    }
  }
}
