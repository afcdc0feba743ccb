/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.quickstart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * Shows the main job from begin to end: backs up a real PostgreSQL while it is written to, loses a
 * table, and recovers to just before that.
 */
public final class Quickstart {

  private static final String USAGE =
      """
      usage: run [--store fs|s3|azure|gcs]
        --store fs      keep the archive in a directory (the default)
        --store s3      keep it in an S3 server that is started for this
        --store azure   keep it in Azurite, which is started for this; needs Node.js and npm
        --store gcs     keep it in a fake Google Cloud Storage that is started for this
      """;

  private static final int LACKING = 3;

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
    } catch (TestAbortedException lacking) {
      System.err.println(lacking.getMessage());
      System.exit(LACKING);
    }
    narrator.say("");
    narrator.say("Everything of this run is in " + folder + "; remove it when you like.");
    System.exit(0);
  }

  private static ArchiveHome home(List<String> options, Path folder) throws Exception {
    String store = options.isEmpty() ? "fs" : store(options);
    return switch (store) {
      case "fs" -> ArchiveHome.inDirectory(folder.resolve("archive"));
      case "s3" -> ArchiveHome.inS3();
      case "azure" -> ArchiveHome.inAzure();
      case "gcs" -> ArchiveHome.inGoogleCloudStorage();
      default -> throw refused(options);
    };
  }

  private static String store(List<String> options) {
    return options.size() == 2 && options.get(0).equals("--store") ? options.get(1) : "";
  }

  private static IllegalStateException refused(List<String> options) {
    System.err.print("Unknown options " + options + "\n" + USAGE);
    System.exit(2);
    return new IllegalStateException();
  }
}
