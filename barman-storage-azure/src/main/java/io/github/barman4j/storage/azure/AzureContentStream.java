/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.azure;

import com.azure.core.http.HttpResponse;
import io.github.barman4j.storage.ObjectKey;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of an answer: a short one is an error, and closing early gives the connection up. */
final class AzureContentStream extends InputStream {

  private final HttpResponse response;
  private final InputStream in;
  private final AzureExceptions exceptions;
  private final ObjectKey key;
  private final long expected;
  private long received;
  private boolean closed;

  AzureContentStream(
      HttpResponse response, AzureExceptions exceptions, ObjectKey key, long expected) {
    this.response = response;
    in = response.getBodyAsInputStreamSync();
    this.exceptions = exceptions;
    this.key = key;
    this.expected = expected;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = readSome(target, offset, length);
    if (count < 0 && received < expected) {
      throw broken("the answer ended early", new IOException("Premature end of the answer"));
    }
    received += Math.max(0, count);
    return count;
  }

  @Override
  public int available() throws IOException {
    return closed ? 0 : in.available();
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      in.close();
      response.close();
    }
  }

  private int readSome(byte[] target, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("The stream of object " + key + " is closed");
    }
    try {
      return in.read(target, offset, length);
    } catch (IndexOutOfBoundsException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw broken(String.valueOf(e.getMessage()), e);
    }
  }

  private IOException broken(String what, Exception cause) {
    return exceptions.broken("get", key, received + " of " + expected + " bytes: " + what, cause);
  }
}
