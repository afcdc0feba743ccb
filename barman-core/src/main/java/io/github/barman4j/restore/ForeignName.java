/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

/** A name from the archive: as it is shown, and why this process may have no file of that name. */
final class ForeignName {

  private ForeignName() {}

  /** Returns the name without what would move a terminal's cursor or begin a line in a log. */
  static String shown(String name) {
    return name.codePoints()
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Returns why the system refuses a name, and what to do. */
  static String unmappable() {
    return "cannot be named by this process: its locale gives file names the encoding "
        + System.getProperty("sun.jnu.encoding")
        + ". Run it with LC_ALL=C.UTF-8";
  }
}
