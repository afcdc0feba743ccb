/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.Barman;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStores;
import io.github.barman4j.storage.StoreProperties;
import io.github.barman4j.storage.filter.ForwardingObjectStore;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import io.github.barman4j.storage.spi.ObjectStoreProvider;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A back end that is found on the class path of one test's thread only. */
final class OpenStoreTest {

  private static URI openedAt;
  private static StoreProperties openedWith;

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @TempDir private Path classPath;

  /** Takes every location but those of host {@code nowhere}; made by the service loader. */
  public static final class Provider implements ObjectStoreProvider {
    @Override
    public boolean handles(URI location) {
      return !"nowhere".equals(location.getHost());
    }

    @Override
    public String locationForms() {
      return "anywhere";
    }

    @Override
    public ObjectStore open(URI location, StoreProperties properties) {
      openedAt = location;
      openedWith = properties;
      if ("refused".equals(location.getHost())) {
        throw new IllegalArgumentException("not that one");
      }
      ObjectStore store = new MemoryObjectStore("store");
      return "unclosable".equals(location.getHost()) ? new Unclosable(store) : store;
    }
  }

  private static final class Unclosable extends ForwardingObjectStore {
    Unclosable(ObjectStore delegate) {
      super(delegate);
    }

    @Override
    public void close() {
      throw new IllegalStateException("cannot be closed");
    }
  }

  @BeforeEach
  void addTheBackEnd() throws IOException {
    Path services = Files.createDirectories(classPath.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(ObjectStoreProvider.class.getName()), Provider.class.getName());
    URL[] urls = {classPath.toUri().toURL()};
    Thread.currentThread().setContextClassLoader(new URLClassLoader(urls, before));
  }

  @AfterEach
  void removeTheBackEnd() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @Test
  void barmanOpensTheStoreOfAResourceAndRemovesItsFilesWhenClosed() {
    SecretResolver secrets = SecretResolver.of(Resources.secrets());
    Path key;

    try (Barman barman = Barman.open(Resources.parse("google-key").spec(), secrets)) {
      assertThat(openedAt).hasToString("gs://orders-archive/live");
      key = Path.of(openedWith.find("key-file").orElseThrow());
      assertThat(key).hasContent("{json: hunter2}");
      assertThat(barman.server("orders").backups().list().backups()).isEmpty();
    }

    assertThat(key.getParent()).doesNotExist();
  }

  @Test
  void aStoreThatDoesNotOpenLeavesNoFiles() {
    String resource = Resources.text("google-key").replace("orders-archive", "refused");

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Barman.open(
                    ObjectStoreResource.parse(resource), SecretResolver.of(Resources.secrets())))
        .withMessage("not that one");

    assertThat(Path.of(openedWith.find("key-file").orElseThrow()).getParent()).doesNotExist();
  }

  @Test
  void aStoreThatFailsWhenItIsClosedLeavesNoFiles() throws IOException {
    String resource = Resources.text("google-key").replace("orders-archive", "unclosable");
    ObjectStoreSettings settings = ObjectStoreSettings.of(ObjectStoreResource.parse(resource));
    ObjectStore store = settings.openStore(SecretResolver.of(Resources.secrets()));

    assertThatThrownBy(store::close).hasMessage("cannot be closed");

    assertThat(Path.of(openedWith.find("key-file").orElseThrow()).getParent()).doesNotExist();
  }

  @Test
  void aLocationThatNoBackEndHandlesIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ObjectStores.open(URI.create("s3://nowhere"), StoreProperties.of(Map.of())))
        .withMessageContaining("available are [anywhere]");
  }

  @Test
  void missingSecretsAreSaidBeforeAnythingIsOpened() {
    openedAt = null;

    assertThatThrownBy(() -> Barman.open(Resources.parse("s3-keys"), SecretResolver.of(Map.of())))
        .isInstanceOf(InvalidObjectStoreException.class);
    assertThat(openedAt).isNull();
  }

  @Test
  void optionsMayBeInTheLocationAndBesideIt() throws IOException {
    StoreProperties beside = StoreProperties.of(Map.of("part-size", "8 MiB"));

    ObjectStores.open(URI.create("s3://bucket/prefix?region=eu-west-1"), beside).close();

    assertThat(openedAt).hasToString("s3://bucket/prefix");
    assertThat(openedWith.values()).isEqualTo(Map.of("part-size", "8 MiB", "region", "eu-west-1"));
  }

  @Test
  void anOptionInTheLocationAndBesideItIsRefused() {
    StoreProperties beside = StoreProperties.of(Map.of("secret", "hunter2"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ObjectStores.open(URI.create("s3://bucket?secret=other"), beside))
        .withMessageContaining("Option 'secret' is given twice")
        .withMessageNotContaining("hunter2");
  }
}
