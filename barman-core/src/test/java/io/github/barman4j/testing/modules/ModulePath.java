/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.modules;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/** What lies on the class path of a test, resolved as modules. */
public final class ModulePath {

  // What only tests use is not on an application's module path.
  private static final Set<String> OF_TESTS =
      Set.of("test-classes", "-tests", "junit", "surefire", "assertj", "awaitility", "hamcrest");

  private ModulePath() {}

  /**
   * Opens a store through {@code ServiceLoader}, with all code loaded from modules.
   *
   * @param module of the back end; the JVM resolves what it requires
   * @return the store's location
   * @throws java.lang.module.ResolutionException if the modules do not fit together
   */
  public static URI openStore(String module, URI location) throws Exception {
    ModuleLayer layer = layer(module);
    Class<?> stores = layer.findLoader(module).loadClass("io.github.barman4j.storage.ObjectStores");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(layer.findLoader(module));
    try (AutoCloseable store =
        (AutoCloseable) stores.getMethod("open", URI.class).invoke(null, location)) {
      Class<?> type = stores.getClassLoader().loadClass("io.github.barman4j.storage.ObjectStore");
      return (URI) type.getMethod("location").invoke(store);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /**
   * Returns what loads all code from modules.
   *
   * @param module the JVM resolves what it requires
   * @throws java.lang.module.ResolutionException if the modules do not fit together
   */
  public static ClassLoader loader(String module) {
    return layer(module).findLoader(module);
  }

  private static ModuleLayer layer(String module) {
    ModuleFinder finder = ModuleFinder.of(entries());
    ModuleLayer boot = ModuleLayer.boot();
    Configuration resolved =
        boot.configuration().resolve(finder, ModuleFinder.of(), Set.of(module));
    return boot.defineModulesWithOneLoader(resolved, ClassLoader.getPlatformClassLoader());
  }

  private static Path[] entries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> OF_TESTS.stream().noneMatch(entry::contains))
        .map(Path::of)
        .toArray(Path[]::new);
  }
}
