/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom to trust in TLS: the roots of the Java platform, and the certificates of a file. */
public final class TrustedCertificates {

  private TrustedCertificates() {}

  /**
   * Returns a trust manager that trusts the platform's roots and those in a file. Thread-safe; the
   * file is read now, and not again.
   *
   * @param pemFile one or more certificates in PEM
   * @throws IllegalArgumentException if it cannot be read, or holds no certificate
   */
  public static X509TrustManager withSystemRoots(Path pemFile) {
    try {
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      addAll(all, "added-", read(pemFile));
      addAll(all, "system-", Arrays.asList(managerOf(null).getAcceptedIssuers()));
      return managerOf(all);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "Cannot read certificates from " + pemFile + ": " + e.getMessage(), e);
    }
  }

  /** Returns a trust manager that trusts the platform's roots, which it reads when first asked. */
  public static X509TrustManager systemRoots() {
    return new LazyTrustManager(TrustedCertificates::readSystemRoots);
  }

  /**
   * Returns what {@link #withSystemRoots} returns, but reads the file and the roots when it is
   * first asked, so that who never speaks TLS does not pay for them.
   */
  public static X509TrustManager withSystemRootsWhenAsked(Path pemFile) {
    return new LazyTrustManager(() -> withSystemRoots(pemFile));
  }

  private static X509TrustManager readSystemRoots() {
    try {
      return managerOf(null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot read the platform's certificates", e);
    }
  }

  private static Collection<? extends Certificate> read(Path pemFile)
      throws IOException, CertificateException {
    // The factory reads byte by byte.
    try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(pemFile))) {
      Collection<? extends Certificate> read =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (read.isEmpty()) {
        throw new CertificateException("there is none");
      }
      return read;
    }
  }

  private static void addAll(
      KeyStore keys, String prefix, Collection<? extends Certificate> certificates)
      throws GeneralSecurityException {
    int number = 0;
    for (Certificate certificate : certificates) {
      if (certificate instanceof X509Certificate) {
        keys.setCertificateEntry(prefix + number++, certificate);
      }
    }
  }

  private static X509TrustManager managerOf(@Nullable KeyStore keys)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(keys);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager found) {
        return found;
      }
    }
    throw new GeneralSecurityException("This Java platform checks no X.509 certificates");
  }
}
