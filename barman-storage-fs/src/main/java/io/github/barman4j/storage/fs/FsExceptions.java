/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs;

import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.StoreAccessDeniedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Translates what the file system says. */
final class FsExceptions {

  private FsExceptions() {}

  static ObjectStoreException translate(String what, IOException e) {
    if (e instanceof ObjectStoreException done) {
      return done;
    }
    if (e instanceof NoSuchFileException) {
      return notFound(what, e);
    }
    if (e instanceof AccessDeniedException) {
      return new StoreAccessDeniedException(
          what + "the file system does not allow it: " + e.getMessage(), e);
    }
    if (e instanceof ClosedByInterruptException || e instanceof InterruptedIOException) {
      return new ObjectStoreException(what + "interrupted", e);
    }
    return new ObjectStoreException(what + reason(e), e);
  }

  static ObjectNotFoundException notFound(String what, @Nullable IOException cause) {
    return new ObjectNotFoundException(what + "there is no such object", cause);
  }

  static IOException whileWriting(String what, Path root, IOException e) {
    if (e instanceof ClosedByInterruptException) {
      return interrupted(what, e);
    }
    if (e instanceof AccessDeniedException) {
      return translate(what, e);
    }
    return new ObjectStoreException(
        what + "cannot write, " + free(root) + " bytes free in " + root + ": " + reason(e), e);
  }

  static InterruptedIOException interrupted(String what, @Nullable IOException cause) {
    InterruptedIOException interrupted = new InterruptedIOException(what + "interrupted");
    interrupted.initCause(cause);
    return interrupted;
  }

  private static String free(Path root) {
    try {
      return Long.toString(Files.getFileStore(root).getUsableSpace());
    } catch (IOException e) {
      return "an unknown number of";
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
