/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

/**
 * A request as {@link RequestMatch} sees it.
 *
 * @param method such as {@code GET}
 * @param target path and query
 * @param protocol whose request it is
 */
public record ProxiedRequest(String method, String target, StoreProtocol protocol) {

  /** Tells whether keys are listed. */
  public boolean isList() {
    return protocol.isList().test(this.toString());
  }

  /** Tells whether the store can answer it with 200 and an error in the body. */
  public boolean mayFailInSuccess() {
    return protocol.mayFailInSuccess().test(this.toString());
  }

  /** Shows method and target, without anything secret. */
  @Override
  public String toString() {
    return method + " " + target;
  }
}
