/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.quickstart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Shows the main job from begin to end: backs up a real PostgreSQL while it is written to, loses a
 * table, and recovers to just before that.
 */
public final class Quickstart {

  private static final String USAGE =
      """
      usage: run [--store directory|s3]
        --store directory   keep the archive in a directory (the default)
        --store s3          keep it in an S3 server that is started for this
      """;

  private Quickstart() {}

  /**
   * Runs the story; the exit code is 0 if the data came back.
   *
   * @param arguments the folder to work in, then the user's
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    List<String> options = List.of(arguments).subList(1, arguments.length);
    if (options.contains("--help")) {
      System.out.print(USAGE);
      return;
    }
    Narrator narrator = new Narrator(System.out);
    try (ArchiveHome home = home(options, folder)) {
      new Story(narrator, home, folder).tell();
    }
    narrator.say("");
    narrator.say("Everything of this run is in " + folder + "; remove it when you like.");
    System.exit(0);
  }

  private static ArchiveHome home(List<String> options, Path folder) throws Exception {
    if (options.isEmpty() || options.equals(List.of("--store", "directory"))) {
      return ArchiveHome.inDirectory(folder.resolve("archive"));
    } else if (options.equals(List.of("--store", "s3"))) {
      return ArchiveHome.inS3();
    }
    System.err.print("Unknown options " + options + "\n" + USAGE);
    System.exit(2);
    throw new IllegalStateException();
  }
}
