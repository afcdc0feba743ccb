/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.PutOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writing an object. */
abstract class PutContract extends ContractGroup {

  @Test
  void anEmptyObjectIsWritten() throws IOException {
    store().put(KEY, out -> {}, PutOptions.overwrite());
    assertHolds(KEY, new byte[0]);
  }

  @Test
  void oneByteIsWritten() throws IOException {
    put(KEY, bytes(1, 7));
    assertHolds(KEY, bytes(1, 7));
  }

  @Test
  void sizesAroundAPartAreWritten() throws IOException {
    for (int size = part() - 1; size <= part() + 1; size++) {
      put(KEY, bytes(size, size));
      assertHolds(KEY, bytes(size, size));
    }
  }

  @Test
  void severalPartsOfUnknownLengthAreWritten() throws IOException {
    byte[] expected = bytes(5 * part() / 2, 3);
    ObjectMetadata written = put(KEY, expected);
    assertThat(written.size()).isEqualTo(expected.length);
    assertHolds(KEY, expected);
  }

  @Test
  void exactlyTwoPartsAreWritten() throws IOException {
    put(KEY, bytes(2 * part(), 4));
    assertHolds(KEY, bytes(2 * part(), 4));
  }

  @Test
  void bytesWrittenOneByOneArriveInOrder() throws IOException {
    byte[] expected = bytes(part() + 3, 5);
    store().put(KEY, out -> writeEach(out, expected), PutOptions.overwrite());
    assertHolds(KEY, expected);
  }

  private static void writeEach(java.io.OutputStream out, byte[] bytes) throws IOException {
    for (byte each : bytes) {
      out.write(each);
    }
  }

  @Test
  void theBufferOfABodyMayBeReused() throws IOException {
    byte[] expected = bytes(3 * part(), 6);
    int piece = part() / 4;
    store().put(KEY, out -> writeThrough(out, expected, piece), PutOptions.overwrite());
    assertHolds(KEY, expected);
  }

  private static void writeThrough(java.io.OutputStream out, byte[] bytes, int piece)
      throws IOException {
    byte[] buffer = new byte[piece + 2];
    for (int at = 0; at < bytes.length; at += piece) {
      int length = Math.min(piece, bytes.length - at);
      System.arraycopy(bytes, at, buffer, 1, length);
      out.write(buffer, 1, length);
      java.util.Arrays.fill(buffer, (byte) 0);
    }
  }

  @Test
  void aFileIsWritten(@TempDir Path dir) throws IOException {
    Path file = Files.write(dir.resolve("f"), bytes(part() + 1, 8));
    store().put(KEY, ObjectBody.ofFile(file), PutOptions.overwrite());
    assertHolds(KEY, bytes(part() + 1, 8));
  }

  @Test
  void aWrongHintOfTheSizeDoesNoHarm() throws IOException {
    byte[] expected = bytes(2 * part() + 1, 9);
    for (long hint : new long[] {0, 1, 1_000_000_000L}) {
      PutOptions options = PutOptions.overwrite().withExpectedSize(hint);
      store().put(KEY, ObjectBody.of(expected), options);
      assertHolds(KEY, expected);
    }
  }

  @Test
  void anObjectIsReplaced() throws IOException {
    ObjectMetadata before = put(KEY, OLD);
    ObjectMetadata after = put(KEY, bytes(50, 10));
    assertHolds(KEY, bytes(50, 10));
    assertThat(after.etag()).isNotEqualTo(before.etag());
  }

  @Test
  void theMetadataReturnedIsWhatTheStoreSaysLater() throws IOException {
    ObjectMetadata written = put(KEY, bytes(2 * part(), 11));
    ObjectMetadata found = store().head(KEY);
    assertThat(written.key()).isEqualTo(KEY);
    assertThat(written.size()).isEqualTo(found.size());
    assertThat(written.etag()).isEqualTo(found.etag());
  }

  @Test
  void theStoreTellsWhenItWasWritten() throws IOException {
    put(KEY, OLD);
    Duration age = Duration.between(store().head(KEY).lastModified(), Instant.now());
    assertThat(age.abs()).isLessThan(Duration.ofMinutes(15));
  }

  @Test
  void theBodyIsAskedOnceAndMayCloseItsStream() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    ObjectBody body =
        out -> {
          asked.incrementAndGet();
          out.write(OLD);
          out.close();
          out.close();
        };
    store().put(KEY, body, PutOptions.overwrite());
    assertHolds(KEY, OLD);
    assertThat(asked).hasValue(1);
  }

  @Test
  void nothingIsVisibleUntilPutReturns() throws IOException {
    byte[] expected = bytes(3 * part(), 12);
    ObjectBody body =
        out -> {
          out.write(expected);
          out.flush();
          assertAbsent(KEY);
          out.close();
          assertAbsent(KEY);
        };
    store().put(KEY, body, PutOptions.overwrite());
    assertHolds(KEY, expected);
  }

  @Test
  void theOldObjectIsVisibleUntilPutReturns() throws IOException {
    put(KEY, OLD);
    ObjectBody body =
        out -> {
          out.write(bytes(3 * part(), 13));
          out.close();
          assertHolds(KEY, OLD);
        };
    store().put(KEY, body, PutOptions.overwrite());
    assertHolds(KEY, bytes(3 * part(), 13));
  }

  @Test
  void aBodyMayWriteAnotherObject() throws IOException {
    ObjectKey other = ObjectKey.of("srv/other");
    ObjectBody body =
        out -> {
          put(other, OLD);
          out.write(OLD);
        };
    store().put(KEY, body, PutOptions.overwrite());
    assertHolds(KEY, OLD);
    assertHolds(other, OLD);
  }
}
