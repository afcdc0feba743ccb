/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who knows one back end finds the way in all: the same file names, only the prefix differs. */
final class BackEndFilesTest {

  private static final List<String> ALL =
      List.of(
          "ContentStream",
          "Copies",
          "Deletes",
          "Exceptions",
          "Listing",
          "Location",
          "ObjectStore",
          "ObjectStoreProvider",
          "Options",
          "Reads",
          "Settings",
          "Upload",
          "Uploads");

  private static final List<String> OVER_HTTP =
      List.of("Clients", "Context", "Http", "Receipts", "Requests", "Tags", "Write");

  @ParameterizedTest
  @CsvSource({"fs, Fs", "s3, S3", "azure, Azure", "gcs, Gcs"})
  void everyBackEndHasTheSameFiles(String module, String prefix) {
    assertThat(ALL).allMatch(name -> Files.exists(file(module, prefix, name)));
  }

  @ParameterizedTest
  @CsvSource({"s3, S3", "azure, Azure", "gcs, Gcs"})
  void everyBackEndOverHttpHasTheseToo(String module, String prefix) {
    assertThat(OVER_HTTP).allMatch(name -> Files.exists(file(module, prefix, name)));
  }

  @ParameterizedTest
  @CsvSource({"fs, Fs", "s3, S3", "azure, Azure", "gcs, Gcs"})
  void everyFileNamesItsBackEnd(String module, String prefix) throws Exception {
    try (Stream<Path> files = Files.list(folder(module))) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .allMatch(name -> name.startsWith(prefix) || name.equals("package-info.java"));
    }
  }

  private static Path file(String module, String prefix, String name) {
    return folder(module).resolve(prefix + name + ".java");
  }

  private static Path folder(String module) {
    return Path.of("..", "barman-storage-" + module, "src/main/java/io/github/barman4j/storage")
        .resolve(module);
  }
}
