/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import org.jspecify.annotations.Nullable;

/** Tells a store that cannot be reached from one that answers. */
final class Connectivity {

  private static final int DEEPEST = 20;

  private Connectivity() {}

  /** Tells whether there was no connection to the store at all. */
  static boolean isLost(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (isRefused(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static boolean isRefused(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof UnknownHostException
        || cause instanceof NoRouteToHostException
        || cause instanceof UnresolvedAddressException
        || cause.getClass().getSimpleName().equals("ConnectTimeoutException")
        || cause.getClass().getSimpleName().equals("HttpConnectTimeoutException");
  }
}
