/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

/** What to do about a check that failed. */
final class ProbeHints {

  static final String CLEAN_UP =
      "Allow the credentials to delete objects, then delete these by hand; where the bucket has"
          + " object lock or a retention policy, they stay until it ends";

  private static final int MAX_DETAIL = 300;

  private ProbeHints() {}

  static String of(ProbeStep step, Exception failure) {
    if (failure instanceof StoreAccessDeniedException) {
      return "Check the credentials, their end of life, and that they allow '"
          + step.name()
          + "' below the store's prefix";
    }
    if (failure instanceof ObjectStoreException e && e.isRetryable()) {
      return "The store cannot be reached or is overloaded: check its address (endpoint-url),"
          + " the network and the proxy, then probe again";
    }
    return step.hint();
  }

  static String detail(Exception failure) {
    String message = failure.getMessage();
    String text = message == null ? failure.getClass().getSimpleName() : message;
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() > MAX_DETAIL ? line.substring(0, MAX_DETAIL) + " ..." : line;
  }
}
