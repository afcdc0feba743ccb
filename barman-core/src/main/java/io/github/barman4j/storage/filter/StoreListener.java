/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.filter;

/**
 * Is told of each call of an {@link ObservedObjectStore} when it has ended, in the thread that made
 * it. What a listener throws is logged and swallowed. Implementations are thread-safe and quick.
 */
public interface StoreListener {

  /** Is told of a call that did what it should. */
  default void succeeded(StoreCall call) {}

  /**
   * Is told of a call that failed.
   *
   * @param failure what the caller got; for a delete the cause of the first key that failed
   */
  default void failed(StoreCall call, Throwable failure) {}
}
