/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.storage.fs.local.CheckItem.Status;
import java.util.ArrayList;
import java.util.List;

/** Collects the items of a check in their order. For one thread. */
final class CheckItems {

  private final List<CheckItem> items = new ArrayList<>();

  void ok(String name, String hint) {
    add(name, Status.OK, false, hint, "");
  }

  /** Adds what keeps a backup from being of use. */
  void critical(String name, String hint, String nextStep) {
    add(name, Status.FAILED, true, hint, nextStep);
  }

  void failed(String name, String hint, String nextStep) {
    add(name, Status.FAILED, false, hint, nextStep);
  }

  void warning(String name, String hint, String nextStep) {
    add(name, Status.WARNING, false, hint, nextStep);
  }

  void notChecked(String name, String hint) {
    add(name, Status.NOT_CHECKED, false, hint, "");
  }

  private void add(String name, Status status, boolean critical, String hint, String nextStep) {
    items.add(new CheckItem(name, status, critical, hint, nextStep));
  }

  CheckReport report(String serverName) {
    return new CheckReport(serverName, items);
  }
}
