/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.ListBlobsOptions;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.Secret;
import io.github.barman4j.testing.servers.AzuriteServer;
import io.github.barman4j.testing.storage.ObjectStoreFixture;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A prefix of a container in a server, for one test. */
class AzureStoreFixture implements ObjectStoreFixture {

  private static final int SMALLEST_PART = 256 << 10;

  private static final AtomicLong NUMBER = new AtomicLong();

  private final AzureOptions options;
  private final AzureObjectStore store;
  private final BlobContainerClient behind;
  private final Map<String, String> deviations;

  AzureStoreFixture(AzureOptions options, Map<String, String> deviations) {
    this.options = options;
    this.deviations = deviations;
    store = AzureObjectStore.create(options);
    behind = AzureClients.create(options, options.access());
  }

  static AzureLocation location(AzuriteServer server, String container) {
    return new AzureLocation(
        server.endpoint(),
        server.account(),
        container,
        "t" + Long.toString(NUMBER.incrementAndGet(), 36));
  }

  static AzureOptions.Builder options(AzuriteServer server, String container) {
    return AzureOptions.builder(location(server, container))
        .accountKey(Secret.of(server.accountKey()))
        .partSize(SMALLEST_PART);
  }

  @Override
  public ObjectStore store() {
    return store;
  }

  @Override
  public int smallestPartSize() {
    return SMALLEST_PART;
  }

  /** See "Set Blob Tags". */
  @Override
  public String tagValue() {
    return "42 +/=:._-";
  }

  /** Azure has blocks that wait to be committed, but no uploads that could be aborted. */
  @Override
  public int openUploads() {
    return 0;
  }

  @Override
  public Map<String, String> deviations() {
    return deviations;
  }

  @Override
  public void close() {
    store.close();
    ListBlobsOptions ours = new ListBlobsOptions().setPrefix(options.location().fullPrefix(""));
    behind.listBlobs(ours, null).forEach(this::delete);
  }

  private void delete(BlobItem blob) {
    behind.getBlobClient(blob.getName()).delete();
  }
}
