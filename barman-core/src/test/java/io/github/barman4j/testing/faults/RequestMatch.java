/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

import java.util.function.Predicate;

/**
 * Which requests a fault is for. Immutable.
 *
 * @param description shown in schedules
 * @param test tells of a request whether it is one
 */
public record RequestMatch(String description, Predicate<ProxiedRequest> test) {

  /** Every request. */
  public static final RequestMatch ANY = new RequestMatch("any request", request -> true);

  /** Lists of keys. */
  public static final RequestMatch LIST = new RequestMatch("list", ProxiedRequest::isList);

  /** Reads of objects. */
  public static final RequestMatch READ =
      new RequestMatch("read", request -> request.method().equals("GET") && !request.isList());

  /** Requests that may be answered with 200 and an error. */
  public static final RequestMatch FAILING_IN_SUCCESS =
      new RequestMatch("request that may fail with 200", ProxiedRequest::mayFailInSuccess);

  /** Requests with a method. */
  public static RequestMatch method(String method) {
    return new RequestMatch(method, request -> request.method().equals(method));
  }

  /** Requests with a method, whose path and query match a regular expression. */
  public static RequestMatch of(String method, String target) {
    return new RequestMatch(
        method + " " + target,
        request -> request.method().equals(method) && request.target().matches(target));
  }

  /** Shows the description. */
  @Override
  public String toString() {
    return description;
  }
}
