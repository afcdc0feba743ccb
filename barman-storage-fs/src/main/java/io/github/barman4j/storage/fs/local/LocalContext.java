/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import java.time.Clock;
import java.util.concurrent.Executor;

/** What every part of the work with one server directory needs. */
record LocalContext(
    LocalServerOptions options,
    ServerDirectory directory,
    Layout layout,
    ServerLocks locks,
    Metadata metadata,
    Annotations annotations) {

  /** Looks which layout the directory has, unless the options say. */
  static LocalContext of(LocalServerOptions options) {
    ServerDirectory directory = new ServerDirectory(options);
    Layout layout = options.layout().orElseGet(directory::detect);
    return new LocalContext(
        options,
        directory,
        layout,
        new ServerLocks(options.lockDirectory(), options.serverName()),
        new Metadata(directory, layout),
        new Annotations(directory, layout));
  }

  String serverName() {
    return options.serverName();
  }

  Executor executor() {
    return options.executor();
  }

  Clock clock() {
    return options.clock();
  }
}
