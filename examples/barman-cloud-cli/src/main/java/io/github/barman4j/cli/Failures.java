/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

/** What a program says of a failure. */
final class Failures {

  private static final String OPTIONS = "in BARMAN4J_JAVA_OPTIONS";

  private Failures() {}

  static String text(Throwable failure) {
    if (failure instanceof LinkageError) {
      return "A library cannot be loaded: %s. If its native part cannot be unpacked and run in %s, name a directory where files may be executed with -Djava.io.tmpdir=DIRECTORY %s"
          .formatted(root(failure), System.getProperty("java.io.tmpdir"), OPTIONS);
    }
    if (failure instanceof OutOfMemoryError) {
      return "Java is out of memory: %s. Allow more with -Xmx %s, or more threads and memory to this user"
          .formatted(failure.getMessage(), OPTIONS);
    }
    String message = failure.getMessage();
    return message == null || failure instanceof NullPointerException || failure instanceof Error
        ? failure.toString()
        : message;
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
