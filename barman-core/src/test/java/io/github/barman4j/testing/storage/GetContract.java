/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.ByteRange;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PreconditionFailedException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reading an object or its metadata. */
abstract class GetContract extends ContractGroup {

  private static final byte[] CONTENT = bytes(1000, 21);

  @Test
  void anObjectIsReadWithItsMetadata() throws IOException {
    ObjectMetadata written = put(KEY, CONTENT);
    try (ObjectContent content = store().get(KEY, GetOptions.all())) {
      assertThat(content.metadata().key()).isEqualTo(KEY);
      assertThat(content.metadata().size()).isEqualTo(CONTENT.length);
      assertThat(content.metadata().etag()).isEqualTo(written.etag());
      assertThat(content.stream().readAllBytes()).isEqualTo(CONTENT);
    }
  }

  @Test
  void headTellsWhatGetAndListTell() throws IOException {
    put(KEY, CONTENT);
    ObjectMetadata head = store().head(KEY);
    try (ObjectContent content = store().get(KEY, GetOptions.all())) {
      assertThat(content.metadata().etag()).isEqualTo(head.etag());
      assertThat(content.metadata().size()).isEqualTo(head.size());
    }
    var listed = store().list(io.github.barman4j.storage.ListRequest.prefix("")).objects().get(0);
    assertThat(listed.key()).isEqualTo(KEY);
    assertThat(listed.size()).isEqualTo(head.size());
    assertThat(listed.etag()).isEqualTo(head.etag());
  }

  @Test
  void whatIsNotThereIsNotFoundAndNamed() {
    ObjectKey absent = ObjectKey.of("srv/absent");
    assertNotFound(() -> store().head(absent), absent);
    assertNotFound(() -> store().get(absent, GetOptions.all()), absent);
    assertNotFound(() -> store().get(absent, range(0, 1)), absent);
    assertNotFound(() -> store().get(absent, GetOptions.all().withIfMatch("etag")), absent);
  }

  private void assertNotFound(Callable<Object> call, ObjectKey key) {
    assertThatThrownBy(call::call)
        .isInstanceOf(ObjectNotFoundException.class)
        .hasMessageContaining(key.value())
        .hasMessageContaining(store().location().toString());
  }

  @Test
  void aPrefixOfAKeyIsNotAnObject() throws IOException {
    put("srv/base/x", CONTENT);
    assertThatThrownBy(() -> store().head(ObjectKey.of("srv/base")))
        .isInstanceOf(ObjectNotFoundException.class);
    assertThatThrownBy(() -> store().get(ObjectKey.of("srv"), GetOptions.all()))
        .isInstanceOf(ObjectNotFoundException.class);
  }

  @Test
  void anObjectIsNotADirectory() throws IOException {
    put("srv/x", CONTENT);
    assertThatThrownBy(() -> store().head(ObjectKey.of("srv/x/y")))
        .isInstanceOf(ObjectNotFoundException.class);
  }

  @Test
  void rangesAreRead() throws IOException {
    put(KEY, CONTENT);
    assertRange(ByteRange.of(0, 1), 0, 1);
    assertRange(ByteRange.of(999, 1), 999, 1000);
    assertRange(ByteRange.of(100, 200), 100, 300);
    assertRange(ByteRange.from(0), 0, 1000);
    assertRange(ByteRange.from(990), 990, 1000);
  }

  @Test
  void whatLiesBehindTheEndIsLeftOut() throws IOException {
    put(KEY, CONTENT);
    assertRange(ByteRange.of(990, 100), 990, 1000);
    assertRange(ByteRange.of(1, Long.MAX_VALUE - 1), 1, 1000);
    assertRange(ByteRange.of(2, Long.MAX_VALUE), 2, 1000);
    assertRange(ByteRange.of(500, 5_000_000_000L), 500, 1000);
  }

  private void assertRange(ByteRange range, int from, int to) throws IOException {
    GetOptions options = GetOptions.all().withRange(range);
    try (ObjectContent content = store().get(KEY, options)) {
      assertThat(content.metadata().size()).as("size of the whole object").isEqualTo(1000);
      assertThat(content.stream().readAllBytes())
          .as("%s", range)
          .isEqualTo(Arrays.copyOfRange(CONTENT, from, to));
    }
  }

  @Test
  void aRangeBehindTheEndIsRefused() throws IOException {
    put(KEY, CONTENT);
    for (long offset : new long[] {1000, 1001, 3_000_000_000L, (1L << 32) + 1, 1L << 40}) {
      assertThatThrownBy(() -> store().get(KEY, range(offset, 10)))
          .as("offset %d", offset)
          .isInstanceOf(ObjectStoreException.class)
          .isNotInstanceOf(ObjectNotFoundException.class)
          .hasMessageContaining(KEY.value());
    }
  }

  private static GetOptions range(long offset, long length) {
    return GetOptions.all().withRange(ByteRange.of(offset, length));
  }

  @Test
  void theVersionWantedIsRead() throws IOException {
    ObjectMetadata written = put(KEY, CONTENT);
    assertThat(read(KEY, GetOptions.all().withIfMatch(written.etag()))).isEqualTo(CONTENT);
    assertThat(read(KEY, range(10, 5).withIfMatch(store().head(KEY).etag())))
        .isEqualTo(Arrays.copyOfRange(CONTENT, 10, 15));
  }

  @Test
  void anotherVersionThanTheOneWantedIsRefused() throws IOException {
    ObjectMetadata old = put(KEY, OLD);
    put(KEY, CONTENT);
    for (GetOptions options : List.of(GetOptions.all(), range(0, 10))) {
      assertThatThrownBy(() -> store().get(KEY, options.withIfMatch(old.etag())))
          .isInstanceOf(PreconditionFailedException.class)
          .hasMessageContaining(KEY.value())
          .hasMessageContaining(store().location().toString());
    }
  }

  @Test
  void aReaderSeesOneVersionWhileTheObjectIsReplaced() throws IOException {
    byte[] first = bytes(20_000, 1);
    put(KEY, first);
    try (ObjectContent content = store().get(KEY, GetOptions.all())) {
      byte[] head = content.stream().readNBytes(10);
      put(KEY, bytes(20_000, 2));
      byte[] tail = content.stream().readAllBytes();
      assertThat(head).isEqualTo(Arrays.copyOf(first, 10));
      assertThat(tail).isEqualTo(Arrays.copyOfRange(first, 10, first.length));
    }
  }

  @Test
  void aThousandHalfReadObjectsLeaveNothingOpen() throws IOException {
    byte[] content = bytes(50_000, 22);
    put(KEY, content);
    for (int i = 0; i < 1000; i++) {
      try (ObjectContent half = store().get(KEY, GetOptions.all())) {
        assertThat(half.stream().read()).isEqualTo(content[0] & 0xff);
      }
    }
    assertHolds(KEY, content);
  }

  @Test
  void closingTwiceDoesNoHarm() throws IOException {
    put(KEY, CONTENT);
    ObjectContent content = store().get(KEY, GetOptions.all());
    content.close();
    content.close();
    assertHolds(KEY, CONTENT);
  }

  @Test
  void oneObjectIsReadByManyThreads() throws Exception {
    byte[] expected = bytes(2 * part(), 23);
    put(KEY, expected);
    Callable<Object> reader = () -> read(KEY, GetOptions.all());
    assertThat(race(Stream.generate(() -> reader).limit(6).toList()))
        .allSatisfy(found -> assertThat(found).isEqualTo(expected));
  }
}
