/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */

/** The Azure back end of barman4j. */
@org.jspecify.annotations.NullMarked
module io.github.barman4j.storage.azure {
  requires static org.jspecify;
  requires transitive io.github.barman4j.core;
  requires org.slf4j;
  requires transitive com.azure.core;
  requires com.azure.identity;
  requires transitive com.azure.storage.blob;
  requires com.azure.storage.blob.batch;
  requires com.azure.storage.common;
  requires java.net.http;
  requires reactor.core;

  exports io.github.barman4j.storage.azure;

  provides io.github.barman4j.storage.spi.ObjectStoreProvider with
      io.github.barman4j.storage.azure.AzureObjectStoreProvider;
}
