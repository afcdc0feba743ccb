/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A logger that writes to {@link StderrLog}; what is not ours is only heard when asked for all. */
final class StderrLogger extends LegacyAbstractLogger {

  private static final long serialVersionUID = 1L;
  private static final String OURS = "io.github.barman4j";

  private final boolean own;

  StderrLogger(String loggerName) {
    name = loggerName;
    own = loggerName.startsWith(OURS);
  }

  private boolean isOn(Level level) {
    return StderrLog.isEnabled(own ? level : below(level));
  }

  /** A library's warning counts as information: what matters of it comes as an exception. */
  private static Level below(Level level) {
    return level == Level.WARN ? Level.INFO : level == Level.INFO ? Level.DEBUG : level;
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return own && isOn(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return isOn(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return isOn(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return isOn(Level.ERROR);
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable failure) {
    String text = MessageFormatter.basicArrayFormat(pattern, arguments);
    StderrLog.write(level, failure == null ? text : text + ": " + failure);
  }
}
