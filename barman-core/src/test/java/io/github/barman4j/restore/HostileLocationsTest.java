/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.RestoreFailedException;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.storage.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever can write to the archive says where tablespaces were, and nothing is written there. */
class HostileLocationsTest {

  @TempDir Path directory;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HandMade backup = new HandMade(new MemoryObjectStore("hostile"), threads);
  private Path home;

  @BeforeEach
  void makeAHome() throws IOException {
    home = Files.createDirectory(directory.resolve("home"));
    Files.writeString(home.resolve("precious"), "keep");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-x---"));
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private RestoreOptions.Builder options() {
    return RestoreOptions.into(directory.resolve("data"));
  }

  private HandMade at(String location) throws IOException {
    return backup
        .tablespace("fast", 16400, location.replace("{D}", directory.toString()))
        .data(Compression.NONE, tar -> tar.file("base/1", "one"))
        .part(
            new PartName("16400", 0, ""),
            Compression.NONE,
            tar -> tar.file("authorized_keys", "evil").file("PG_17_202406281/1", "x"));
  }

  private void assertNothingHappened() throws IOException {
    assertThat(home).isDirectoryContaining("glob:**/precious");
    assertThat(Files.list(home)).hasSize(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
        .isEqualTo("rwxr-x---");
    assertThat(directory.resolve("data")).doesNotExist();
    assertThat(Files.list(directory)).contains(home).hasSizeLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "//",
        "/..",
        "..",
        "relative/place",
        "",
        "{D}",
        "{D}/data",
        "{D}/data/inside",
        "{D}/data/pg_tblspc/../base",
        "{D}/absent/../data",
        "{D}/home/absent/..",
        "{D}/home",
        "{D}/new\nline",
        "{D}/nul\0",
        "{D}/bell\007"
      })
  void areRefusedEvenIfLocationsAreAccepted(String location) throws IOException {
    HandMade hostile = at(location);
    assertThatThrownBy(() -> hostile.restore(options().acceptTablespaceLocations()))
        .isInstanceOf(RestoreFailedException.class)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "\0", "\007"));
    assertNothingHappened();
  }

  @Test
  void aLinkToTheDataDirectoryIsNoOtherPlace() throws IOException {
    Path data = Files.createDirectory(directory.resolve("data"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), data);
    HandMade hostile = at(link + "/below");
    assertThatThrownBy(() -> hostile.restore(options().acceptTablespaceLocations()))
        .isInstanceOf(RestoreFailedException.class)
        .hasMessageContaining("lies in the other");
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void aLinkToNothingIsNoPlace() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("gone"));
    HandMade hostile = at(link.toString());
    assertThatThrownBy(() -> hostile.restore(options().acceptTablespaceLocations()))
        .isInstanceOf(RestoreFailedException.class)
        .hasMessageContaining("symbolic link to nothing");
    assertThat(directory.resolve("gone")).doesNotExist();
    assertThat(directory.resolve("data")).doesNotExist();
  }

  @Test
  void thatNestAreRefused() throws IOException {
    HandMade hostile = at("{D}/one");
    hostile.alsoTablespace("slow", 16401, directory + "/one/two");
    assertThatThrownBy(() -> hostile.restore(options().acceptTablespaceLocations()))
        .isInstanceOf(RestoreFailedException.class)
        .hasMessageContaining("lies in the other");
    assertNothingHappened();
  }

  @Test
  void thatNobodyHasNamedAreRefusedWithTheOptionsToUse() throws IOException {
    HandMade hostile = at("{D}/fast");
    assertThatThrownBy(() -> hostile.restore(options()))
        .isInstanceOf(RestoreFailedException.class)
        .hasMessageContaining("--tablespace 'fast:")
        .hasMessageContaining("relocateTablespace")
        .hasMessageContaining(directory + "/fast");
    assertThatThrownBy(() -> hostile.room().check(hostile.plan(), options().build()))
        .isInstanceOf(RestoreFailedException.class);
    assertNothingHappened();
  }

  @Test
  void areShownInThePlanOnOneLine() throws IOException {
    RestorePlan plan = at("/a\nforged").plan();
    assertThat(plan.describe()).contains("tablespace fast", "at /a?forged\n");
    assertThat(plan.toJson()).contains("\"location\": \"/a\\nforged\"");
  }

  @Test
  void thatAreFreeMayBeTakenWithAWarningAndGetNothingButTablespaces() throws IOException {
    RestoreResult result =
        at("{D}/fast").restore(options().tablespaceLocations(TablespaceLocations.UNUSED));
    assertThat(result.warnings())
        .anyMatch(line -> line.contains("'fast' went to " + directory.resolve("fast")))
        .anyMatch(line -> line.contains("'authorized_keys'"));
    assertThat(directory.resolve("fast/PG_17_202406281/1")).hasContent("x");
    assertThat(directory.resolve("fast/authorized_keys")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/barman4j-absent",
        "/usr/share/../lib/barman4j-absent",
        "/root/.ssh-absent",
        "/home/nobody-absent/.ssh",
        "{D}/link/.ssh",
        "{D}/home"
      })
  void thatAreSomebodysAreNotTakenForFree(String location) throws IOException {
    Path link = directory.resolve("link");
    Files.createSymbolicLink(link, Path.of(System.getProperty("user.home")));
    HandMade hostile = at(location);
    assertThatThrownBy(
            () -> hostile.restore(options().tablespaceLocations(TablespaceLocations.UNUSED)))
        .isInstanceOf(RestoreFailedException.class)
        .hasMessageContaining("relocate the tablespace");
    Files.delete(link);
    assertNothingHappened();
  }

  @ParameterizedTest
  @EnumSource
  void thatAreRelocatedAreAllowedByAll(TablespaceLocations allowed) throws IOException {
    Path place = directory.resolve("named");
    RestoreOptions.Builder options = options().tablespaceLocations(allowed);
    at("/").restore(options.relocateTablespace("fast", place));
    assertThat(place.resolve("PG_17_202406281/1")).hasContent("x");
  }
}
