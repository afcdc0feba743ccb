/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * An object being read: its metadata and its bytes, or the range of them that was asked for.
 *
 * <p>The reader closes it; closing before the end gives the connection up. For one thread.
 *
 * @param metadata of the whole object, its size included, also when a range was asked for
 * @param stream the bytes; ends early only with an {@link IOException}
 */
public record ObjectContent(ObjectMetadata metadata, InputStream stream) implements Closeable {

  /** Checks that both are there. */
  public ObjectContent {
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(stream, "stream");
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
