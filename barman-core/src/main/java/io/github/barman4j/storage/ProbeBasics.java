/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Checks of whole objects and of parts of them. */
final class ProbeBasics {

  private static final String SMALL = "small";
  private static final int SIZE = 4096;
  private static final int FROM = 1000;
  private static final int LENGTH = 500;
  private static final List<String> ODD =
      List.of("a space", "plus+plus", "per%cent%20", "number#sign", "umlaut-ä-漢");

  private ProbeBasics() {}

  private static byte[] content() {
    return ProbeBytes.of(SIZE);
  }

  static String put(ProbeScratch scratch) throws IOException {
    ObjectMetadata written = scratch.put(SMALL, content());
    ProbeFailure.unlessEqual("Size after put", (long) SIZE, written.size());
    return SIZE + " bytes";
  }

  static String head(ProbeScratch scratch) throws IOException {
    ObjectMetadata found = scratch.store().head(scratch.key(SMALL));
    ProbeFailure.unlessEqual("Size", (long) SIZE, found.size());
    return "size is right";
  }

  static String get(ProbeScratch scratch) throws IOException {
    byte[] read = scratch.read(SMALL, SIZE);
    ProbeFailure.unless(Arrays.equals(content(), read), "The bytes read are not those written");
    return "bytes are those written";
  }

  static String absent(ProbeScratch scratch) throws IOException {
    ObjectKey absent = scratch.key("absent");
    Optional<ObjectMetadata> head = ObjectStores.find(scratch.store(), absent);
    ProbeFailure.unless(head.isEmpty(), "Head shows an object that was never written");
    Optional<byte[]> read = ObjectStores.find(scratch.store(), absent, SIZE);
    ProbeFailure.unless(read.isEmpty(), "Get gives an object that was never written");
    return "said to be absent";
  }

  static String empty(ProbeScratch scratch) throws IOException {
    scratch.put("empty", new byte[0]);
    ObjectMetadata found = scratch.store().head(scratch.key("empty"));
    ProbeFailure.unlessEqual("Size of an empty object", 0L, found.size());
    ProbeFailure.unlessEqual("Bytes of an empty object", 0, scratch.read("empty", SIZE).length);
    return "0 bytes";
  }

  static String range(ProbeScratch scratch) throws IOException {
    ByteRange middle = ByteRange.of(FROM, LENGTH);
    byte[] read = read(scratch, GetOptions.all().withRange(middle));
    byte[] expected = Arrays.copyOfRange(content(), FROM, FROM + LENGTH);
    ProbeFailure.unless(
        read.length != SIZE, "The store ignores the range: it gives the whole object");
    ProbeFailure.unlessEqual("Length of the range", LENGTH, read.length);
    ProbeFailure.unless(Arrays.equals(expected, read), "The range has other bytes");
    return "bytes " + FROM + " to " + (FROM + LENGTH - 1);
  }

  static String version(ProbeScratch scratch) throws IOException {
    String etag = scratch.store().head(scratch.key(SMALL)).etag();
    ProbeFailure.unlessEqual(
        "Bytes", SIZE, read(scratch, GetOptions.all().withIfMatch(etag)).length);
    scratch.put("replaced", new byte[1]);
    String stale = scratch.put("replaced", new byte[2]).etag();
    scratch.put("replaced", new byte[3]);
    try {
      scratch.store().get(scratch.key("replaced"), GetOptions.all().withIfMatch(stale)).close();
    } catch (PreconditionFailedException refused) {
      return "a replaced version is refused";
    }
    throw new ProbeFailure("Get gave another version than the one asked for");
  }

  private static byte[] read(ProbeScratch scratch, GetOptions options) throws IOException {
    try (ObjectContent content = scratch.store().get(scratch.key(SMALL), options)) {
      return content.stream().readNBytes(SIZE + 1);
    }
  }

  static String oddNames(ProbeScratch scratch) throws IOException {
    for (String name : ODD) {
      scratch.put("odd/" + name, name.getBytes(UTF_8));
    }
    for (String name : ODD) {
      String read = new String(scratch.read("odd/" + name, SIZE), UTF_8);
      ProbeFailure.unlessEqual("Object at '" + name + "'", name, read);
    }
    return "space, +, %, # and non-ASCII letters";
  }
}
