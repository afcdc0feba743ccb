/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.backup;

/** What is known before a backup begins; the session is open. */
record Prepared(
    BackupSession session, ServerFacts facts, DataDirectory directory, Ownership ownership)
    implements AutoCloseable {

  @Override
  public void close() {
    session.close();
  }
}
