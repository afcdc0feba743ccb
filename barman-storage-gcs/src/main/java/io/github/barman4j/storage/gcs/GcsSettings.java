/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import io.github.barman4j.storage.spi.HttpProxies;
import io.github.barman4j.storage.spi.StoreOption;
import java.time.Duration;
import java.util.List;

/**
 * Every option of this back end, declared once; the reference in the documentation is made of it.
 */
final class GcsSettings {

  static final StoreOption<String> PROJECT =
      StoreOption.text(
          "project", "", "Project that requests are billed to, for buckets whose reader pays.");
  static final StoreOption<String> ENDPOINT_URL =
      StoreOption.text(
          "endpoint-url",
          "",
          "Address of an emulator or a private endpoint; by default STORAGE_EMULATOR_HOST of the"
              + " environment, else that of Google.");
  static final StoreOption<GcsIdentity> CREDENTIALS =
      StoreOption.choice(
          "credentials",
          GcsIdentity.AUTO,
          "Where access tokens come from; auto is the key file, nowhere for an emulator, else the"
              + " application default credentials.");
  static final StoreOption<String> KEY_FILE =
      StoreOption.text(
          "key-file", "", "Path of a service account's key in JSON, read again when it changes.");
  static final StoreOption<String> KMS_KEY_NAME =
      StoreOption.text(
          "kms-key-name",
          "",
          "Cloud KMS key that encrypts every object written, by its resource name; by default the"
              + " bucket's.");
  static final StoreOption<String> STORAGE_CLASS =
      StoreOption.text(
          "storage-class", "", "Storage class of objects written; by default the bucket's.");
  static final StoreOption<Boolean> PARALLEL_COMPOSITE =
      StoreOption.flag(
          "parallel-composite",
          "false",
          "Send the parts of a large object at the same time, as objects of their own that are then"
              + " composed.");
  static final StoreOption<Boolean> BULK_DELETE =
      StoreOption.flag("bulk-delete", "true", "Delete up to 100 keys in one request.");
  static final StoreOption<Long> PART_SIZE =
      StoreOption.size(
          "part-size",
          "16 MiB",
          "Size of the first parts of an upload, a multiple of 256 KiB; a body that is smaller is"
              + " one request.");
  static final StoreOption<Integer> MAX_PARTS =
      StoreOption.number(
          "max-parts",
          "100000",
          "The most parts an upload may have; parts grow to keep it. Google counts none.");
  static final StoreOption<Long> MEMORY_BUDGET =
      StoreOption.size(
          "memory-budget",
          "192 MiB",
          "Memory for parts being filled or sent, shared by all uploads of the store.");
  static final StoreOption<Integer> UPLOAD_THREADS =
      StoreOption.number("upload-threads", "8", "Parts sent at the same time, over all uploads.");
  static final StoreOption<Duration> CONNECT_TIMEOUT =
      StoreOption.duration("connect-timeout", "10 s", "Time to open a connection.");
  static final StoreOption<Duration> READ_TIMEOUT =
      StoreOption.duration("read-timeout", "60 s", "Time that an answer may stand still.");
  static final StoreOption<Integer> MAX_ATTEMPTS =
      StoreOption.number("max-attempts", "5", "Attempts before an error that may pass is raised.");

  static final List<StoreOption<?>> ALL =
      List.of(
          PROJECT,
          ENDPOINT_URL,
          CREDENTIALS,
          KEY_FILE,
          KMS_KEY_NAME,
          STORAGE_CLASS,
          PARALLEL_COMPOSITE,
          BULK_DELETE,
          PART_SIZE,
          MAX_PARTS,
          MEMORY_BUDGET,
          UPLOAD_THREADS,
          CONNECT_TIMEOUT,
          READ_TIMEOUT,
          MAX_ATTEMPTS,
          HttpProxies.URL,
          HttpProxies.USER,
          HttpProxies.PASSWORD,
          HttpProxies.NONE_FOR);

  private GcsSettings() {}
}
