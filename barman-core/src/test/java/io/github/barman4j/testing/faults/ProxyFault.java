/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

import java.io.IOException;
import java.time.Duration;

/** What the proxy does to one request instead of passing it on and its answer back. */
public sealed interface ProxyFault {

  /** Does it. */
  void happenTo(Exchange exchange) throws IOException;

  /**
   * The request arrives late.
   *
   * @param by how late
   */
  record Delay(Duration by) implements ProxyFault {
    @Override
    public void happenTo(Exchange exchange) throws IOException {
      exchange.sleep(by.toMillis());
      exchange.pass();
    }
  }

  /**
   * Request and answer trickle.
   *
   * @param bytesPerSecond of the bodies, more than 0
   */
  record Throttle(long bytesPerSecond) implements ProxyFault {
    @Override
    public void happenTo(Exchange exchange) throws IOException {
      exchange.slowTo(bytesPerSecond);
      exchange.pass();
    }
  }

  /** The connection is reset; the store never sees the request. */
  record CutBeforeRequest() implements ProxyFault {
    @Override
    public void happenTo(Exchange exchange) throws IOException {
      exchange.reset();
    }
  }

  /**
   * The connections to both sides break within the request's body; the store sees a part of it. A
   * request without a body is cut behind its head, which the store sees whole.
   *
   * @param after bytes of the body that arrive at most; never all of it
   */
  record CutRequestBody(long after) implements ProxyFault {
    @Override
    public void happenTo(Exchange exchange) throws IOException {
      exchange.deliverOnly(after);
      exchange.reset();
    }
  }

  /** The store does it, and the connection ends before the answer. */
  record LoseAnswer() implements ProxyFault {
    @Override
    public void happenTo(Exchange exchange) throws IOException {
      exchange.deliver().close();
      exchange.cut();
    }
  }

  /**
   * The answer's head arrives whole and the connection ends within the body.
   *
   * @param after bytes of the body that arrive at most; never all of it
   */
  record CutAnswerBody(long after) implements ProxyFault {
    @Override
    public void happenTo(Exchange exchange) throws IOException {
      exchange.answerOnly(after);
      exchange.cut();
    }
  }

  /**
   * The store answers with an error, and has not done it. Over many requests this is a storm.
   *
   * @param status such as 503
   */
  record Refuse(int status) implements ProxyFault {
    @Override
    public void happenTo(Exchange exchange) throws IOException {
      exchange.answerError(status, status);
    }
  }

  /**
   * The store answers with an error although it has done it.
   *
   * @param status such as 500
   */
  record RefuseAfterwards(int status) implements ProxyFault {
    @Override
    public void happenTo(Exchange exchange) throws IOException {
      exchange.deliver().close();
      exchange.answerError(status, status);
    }
  }

  /** The store answers 200 with an error in the body, and has not done it. */
  record ErrorInSuccess() implements ProxyFault {
    @Override
    public void happenTo(Exchange exchange) throws IOException {
      exchange.answerError(HttpHead.OK, HttpHead.FAILED);
    }
  }

  /**
   * The answer's body ends early and in order: chunked, so that no length tells what is missing.
   *
   * @param after bytes of the body that arrive at most; never all of it
   */
  record TruncateAnswer(long after) implements ProxyFault {
    @Override
    public void happenTo(Exchange exchange) throws IOException {
      exchange.answerTruncated(after);
    }
  }

  /** The store gets the request twice, one after the other; its second answer is passed back. */
  record DeliverTwice() implements ProxyFault {
    @Override
    public void happenTo(Exchange exchange) throws IOException {
      exchange.deliver().close();
      exchange.pass();
    }
  }

  /**
   * A list is answered as it was answered the first time since the schedule began; it is passed on
   * when it is the first of its kind.
   */
  record StaleList() implements ProxyFault {
    @Override
    public void happenTo(Exchange exchange) throws IOException {
      exchange.answerAsBefore();
    }
  }

  /** Nothing comes back until the client gives up; the store never sees the request. */
  record Hang() implements ProxyFault {
    @Override
    public void happenTo(Exchange exchange) throws IOException {
      exchange.readRequest();
      exchange.awaitClientGone();
    }
  }
}
