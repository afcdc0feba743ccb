/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.BarmanException;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Path;

/** Restores what the locale of this process has no file names for, and prints the refusals. */
final class RestoreIntoForeignLocale {

  private RestoreIntoForeignLocale() {}

  public static void main(String[] arguments) throws IOException {
    Path data = Path.of(arguments[0]);
    HandMade location = new HandMade(new MemoryObjectStore("location"), Runnable::run);
    location.tablespace("fast", 16400, "/donn\u00e9es").data(Compression.NONE, tar -> {});
    refuse(location, RestoreOptions.into(data).acceptTablespaceLocations());
    HandMade member = new HandMade(new MemoryObjectStore("member"), Runnable::run);
    member.data(Compression.NONE, tar -> tar.file("base/donn\u00e9es", "x"));
    refuse(member, RestoreOptions.into(data));
  }

  @SuppressWarnings("SystemOut") // the test reads it
  private static void refuse(HandMade backup, RestoreOptions.Builder options) {
    try {
      backup.restore(options);
      System.out.println("restored");
    } catch (BarmanException e) {
      System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }
}
