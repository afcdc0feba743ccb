/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli.log;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Standard output for text in UTF-8, in which the archive's control characters are escaped. */
public final class TextOutput extends PrintStream {

  /** Prints to a stream, as it comes or when it is flushed. */
  public TextOutput(OutputStream stream) {
    super(stream, false, StandardCharsets.UTF_8);
  }

  @Override
  public void print(@Nullable String text) {
    super.print(Controls.escaped(String.valueOf(text)));
  }
}
