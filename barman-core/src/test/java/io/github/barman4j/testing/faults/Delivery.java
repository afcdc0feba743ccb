/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Set;

/**
 * A connection to the store that has answered a request: the answer's head, and its body to come.
 */
final class Delivery implements AutoCloseable {

  private static final Set<String> HOP = Set.of("Connection", "Keep-Alive");

  private final Socket store;
  private final HttpHead answer;
  private final InputStream body;

  Delivery(Socket store, String method) throws IOException {
    this.store = store;
    InputStream in = new BufferedInputStream(store.getInputStream());
    answer = finalHead(in).replacing(HOP, "");
    body = answer.hasBody(method) ? HttpBody.ofAnswer(answer, in) : InputStream.nullInputStream();
  }

  HttpHead answer() {
    return answer;
  }

  InputStream body() {
    return body;
  }

  @Override
  public void close() throws IOException {
    store.close();
  }

  private static HttpHead finalHead(InputStream in) throws IOException {
    HttpHead next;
    do {
      next = HttpHead.read(in);
      if (next == null) {
        throw new EOFException("The store closed the connection without an answer");
      }
    } while (next.status() < HttpHead.OK);
    return next;
  }
}
