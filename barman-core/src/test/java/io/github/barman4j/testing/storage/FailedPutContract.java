/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PutOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writing that fails: nothing becomes visible, nothing is left behind. */
abstract class FailedPutContract extends ContractGroup {

  private static final IOException BROKEN = new IOException("the producer broke");

  @AfterEach
  final void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void aBodyThatFailsBeforeItsFirstBytePublishesNothing() throws IOException {
    assertPublishesNothing(out -> fail());
  }

  @Test
  void aBodyThatFailsInItsFirstPartPublishesNothing() throws IOException {
    assertPublishesNothing(out -> writeAndFail(out, part() / 2));
  }

  @Test
  void aBodyThatFailsAtTheEndOfAPartPublishesNothing() throws IOException {
    assertPublishesNothing(out -> writeAndFail(out, part()));
  }

  @Test
  void aBodyThatFailsAfterSeveralPartsPublishesNothing() throws IOException {
    assertPublishesNothing(out -> writeAndFail(out, 7 * part() / 2));
  }

  @Test
  void aBodyThatFailsAfterItClosedItsStreamPublishesNothing() throws IOException {
    assertPublishesNothing(
        out -> {
          out.write(bytes(part() / 2, 2));
          out.close();
          fail();
        });
  }

  @Test
  void aBodyThatFailsAfterItClosedAStreamOfSeveralPartsPublishesNothing() throws IOException {
    assertPublishesNothing(
        out -> {
          try (out) {
            out.write(bytes(3 * part(), 2));
          }
          fail();
        });
  }

  @Test
  void aBodyThatFailsInsideTryWithResourcesPublishesNothing() throws IOException {
    assertPublishesNothing(
        out -> {
          try (out) {
            writeAndFail(out, 5 * part() / 2);
          }
        });
  }

  private static void writeAndFail(OutputStream out, int length) throws IOException {
    out.write(bytes(length, 2));
    fail();
  }

  private static void fail() throws IOException {
    throw BROKEN;
  }

  private void assertPublishesNothing(ObjectBody body) throws IOException {
    assertThatThrownBy(() -> store().put(KEY, body, PutOptions.overwrite())).isSameAs(BROKEN);
    assertAbsent(KEY);
    put(KEY, OLD);
    assertThatThrownBy(() -> store().put(KEY, body, PutOptions.overwrite())).isSameAs(BROKEN);
    assertHolds(KEY, OLD);
  }

  @Test
  void aBodyThatThrowsUncheckedPublishesNothing() throws IOException {
    RuntimeException bug = new IllegalStateException("a bug");
    ObjectBody body =
        out -> {
          out.write(bytes(2 * part(), 2));
          throw bug;
        };
    assertThatThrownBy(() -> store().put(KEY, body, PutOptions.overwrite())).isSameAs(bug);
    assertAbsent(KEY);
  }

  @Test
  void aBodyThatRunsOutOfMemoryPublishesNothing() throws IOException {
    Error error = new OutOfMemoryError("simulated");
    ObjectBody body =
        out -> {
          out.write(bytes(2 * part(), 2));
          throw error;
        };
    assertThatThrownBy(() -> store().put(KEY, body, PutOptions.overwrite())).isSameAs(error);
    assertAbsent(KEY);
  }

  @Test
  void theStoreWorksAfterAFailure() throws IOException {
    assertPublishesNothing(out -> writeAndFail(out, 3 * part()));
    put(KEY, bytes(3 * part(), 3));
    assertHolds(KEY, bytes(3 * part(), 3));
  }

  @Test
  void anInterruptStopsALongPut() throws IOException {
    assertInterrupted(
        out -> {
          for (int i = 0; i < 20; i++) {
            out.write(bytes(part(), i));
            Thread.currentThread().interrupt();
          }
        });
  }

  @Test
  void anInterruptBeforeTheEndStopsAShortPut() throws IOException {
    assertInterrupted(
        out -> {
          out.write(OLD);
          Thread.currentThread().interrupt();
        });
  }

  private void assertInterrupted(ObjectBody body) throws IOException {
    assertThatThrownBy(() -> store().put(KEY, body, PutOptions.overwrite()))
        .isInstanceOfAny(InterruptedIOException.class, ObjectStoreException.class);
    assertThat(Thread.interrupted()).as("the interrupt flag, set again").isTrue();
    assertAbsent(KEY);
  }
}
