/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j;

/** A {@link Barman}, or what it handed out, was used after it was closed. */
public final class BarmanClosedException extends BarmanException {

  private static final long serialVersionUID = 1L;

  /** Makes the error. */
  public BarmanClosedException() {
    super("This Barman is closed; open another one to work with the archive", null);
  }
}
