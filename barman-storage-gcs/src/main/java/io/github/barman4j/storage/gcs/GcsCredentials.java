/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.auth.Credentials;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Credentials that are loaded when they are first needed, and again whenever their source has
 * changed or the store has refused a token, so that a key that is replaced is picked up by a backup
 * that runs. Thread-safe.
 */
final class GcsCredentials extends Credentials {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(GcsCredentials.class);

  private final transient Source source;
  private transient @Nullable Credentials loaded;
  private transient @Nullable Object loadedVersion;

  GcsCredentials(Source source) {
    this.source = source;
  }

  /** Where credentials come from. */
  interface Source {

    /** Returns the credentials there are now. */
    Credentials load() throws IOException;

    /** Returns what changes whenever the credentials do. */
    Object version();
  }

  /** Returns a source that is one thing for ever. */
  static Source constant(Loader loader) {
    return source(loader, () -> "");
  }

  static Source source(Loader loader, Supplier<Object> version) {
    return new Source() {
      @Override
      public Credentials load() throws IOException {
        return loader.load();
      }

      @Override
      public Object version() {
        return version.get();
      }
    };
  }

  /** Loads credentials. */
  @FunctionalInterface
  interface Loader {
    Credentials load() throws IOException;
  }

  @Override
  public String getAuthenticationType() {
    return "OAuth2";
  }

  /** A key may be replaced just while a token is asked for with it. */
  @Override
  public Map<String, List<String>> getRequestMetadata(@Nullable URI uri) throws IOException {
    Object version = source.version();
    try {
      return current(version).getRequestMetadata(uri);
    } catch (IOException e) {
      Object now = source.version();
      if (now.equals(version)) {
        throw e;
      }
      return current(now).getRequestMetadata(uri);
    }
  }

  @Override
  public boolean hasRequestMetadata() {
    return true;
  }

  @Override
  public boolean hasRequestMetadataOnly() {
    return true;
  }

  @Override
  public String getUniverseDomain() throws IOException {
    return current(source.version()).getUniverseDomain();
  }

  /** Loads anew, then asks for a new token; the store has refused the one there was. */
  @Override
  public void refresh() throws IOException {
    Credentials fresh = reload(source.version());
    try {
      fresh.refresh();
    } catch (IllegalStateException e) {
      throw new IOException("The access token was refused and cannot be renewed", e);
    }
  }

  private synchronized Credentials current(Object version) throws IOException {
    Credentials known = loaded;
    if (known != null && Objects.equals(version, loadedVersion)) {
      return known;
    }
    return reload(version);
  }

  /** Keeps what there is if its source cannot be read just now, because it is being replaced. */
  private synchronized Credentials reload(Object version) throws IOException {
    Credentials known = loaded;
    try {
      Credentials fresh = source.load();
      loaded = fresh;
      loadedVersion = version;
      return fresh;
    } catch (IOException e) {
      if (known == null) {
        throw new GcsCredentialsException("No credentials: " + e.getMessage(), e);
      }
      LOG.warn("The credentials cannot be read again, going on with those there are", e);
      return known;
    }
  }
}
