/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Checks of objects of several parts. */
final class ProbeLarge {

  private static final long MIB = 1024 * 1024;

  /** Two parts of the usual size, and some bytes of a third. */
  private static final long SIZE = 33 * MIB + 7;

  private static final long BREAK_AT = 20 * MIB;

  private ProbeLarge() {}

  static String multipart(ProbeScratch scratch) throws IOException {
    long size = Math.min(SIZE, scratch.store().capabilities().maxObjectSize());
    ObjectKey key = scratch.key("large");
    CRC32C sent = new CRC32C();
    ObjectMetadata written =
        scratch.store().put(key, ProbeBytes.body(size, sent), PutOptions.overwrite());
    ProbeFailure.unlessEqual("Size after put", size, written.size());
    CRC32C received = new CRC32C();
    try (ObjectContent content = scratch.store().get(key, GetOptions.all())) {
      long read = ProbeBytes.read(content.stream(), received);
      ProbeFailure.unlessEqual("Bytes read back", size, read);
    }
    ProbeFailure.unless(
        sent.getValue() == received.getValue(), "The bytes read are not those written");
    return String.format(Locale.ROOT, "%,d bytes of unknown length, read back", size);
  }

  static String broken(ProbeScratch scratch) throws IOException {
    ObjectKey key = scratch.key("broken");
    IOException ours = new IOException("the probe broke this body on purpose");
    ObjectBody half = ProbeBytes.body(BREAK_AT, new CRC32C());
    try {
      scratch
          .store()
          .put(
              key,
              out -> {
                half.writeTo(out);
                throw ours;
              },
              PutOptions.overwrite());
    } catch (IOException e) {
      Optional<ObjectMetadata> visible = ObjectStores.find(scratch.store(), key);
      ProbeFailure.unless(visible.isEmpty(), "Half an object is visible: " + visible);
      return "nothing is visible of it";
    }
    throw new ProbeFailure("The put of a body that failed succeeded");
  }
}
