/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.CancellationToken;
import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.StorageFailedException;
import io.github.barman4j.compression.Compression;
import io.github.barman4j.postgres.WalFileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WalCatalogueTest {

  private static final CancellationToken NEVER = new CancellationToken();

  @TempDir Path home;
  private WalServer server;
  private Path legacy;
  private Path modern;

  @BeforeEach
  void makeServer() throws IOException {
    server = WalServer.of(home, Layout.UNIVERSAL);
    legacy = server.directory.legacyCatalogue();
    modern = server.directory.modernCatalogue();
  }

  private void archive(int... numbers) {
    for (int number : numbers) {
      server.drop(WalServer.segment(number));
    }
    server.archive();
  }

  private static List<String> names(int... numbers) {
    List<String> names = new ArrayList<>();
    for (int number : numbers) {
      names.add(WalServer.segment(number).toString());
    }
    return names;
  }

  private List<String> listedIn(Path catalogue) throws IOException {
    return Files.readAllLines(catalogue).stream().map(line -> line.split("\t")[0]).toList();
  }

  /** Another process, which knows nothing of what this one remembers. */
  private WalServer again() throws IOException {
    return WalServer.of(home, Layout.UNIVERSAL);
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void hasTheFilesOfTheLayout(Layout layout) throws IOException {
    WalServer other = WalServer.of(home.resolve("other"), layout);
    other.drop(WalServer.segment(5));
    other.archive();

    assertThat(Files.exists(other.directory.legacyCatalogue())).isEqualTo(layout != Layout.MODERN);
    assertThat(Files.exists(other.directory.modernCatalogue())).isEqualTo(layout != Layout.LEGACY);
    assertThat(other.listed()).isEqualTo(names(5));
  }

  @Test
  void hasFourColumnsInOneFileAndFiveInTheOther() throws IOException {
    archive(5, 6);

    assertThat(Files.readAllLines(legacy))
        .allMatch(line -> line.matches("[0-9A-F]{24}\t1048576\t[0-9]+\\.[0-9]+\tNone"));
    assertThat(Files.readAllLines(modern))
        .as("Barman 3.13 reads four columns only")
        .isEqualTo(Files.readAllLines(legacy));
  }

  @Test
  void appendsInPlaceAndDoesNotRewrite() throws IOException {
    archive(5);
    Object before = Files.getAttribute(modern, "unix:ino");
    archive(6);
    again().drop(WalServer.segment(7));
    again().archive();

    assertThat(Files.getAttribute(modern, "unix:ino")).isEqualTo(before);
    assertThat(listedIn(modern)).isEqualTo(names(5, 6, 7)).isEqualTo(listedIn(legacy));
  }

  @Test
  void putsALateSegmentBeforeThoseThatFollow() throws IOException {
    archive(5, 6, 8);
    archive(7);

    assertThat(listedIn(legacy)).isEqualTo(names(5, 6, 7, 8)).isEqualTo(listedIn(modern));
  }

  @Test
  void keepsTheOrderOfTimelinesThatOverlap() throws IOException {
    archive(5);
    server.drop(WalServer.segment(2, 6));
    server.archive();
    archive(7);
    archive(6);

    assertThat(server.listed())
        .containsExactly(
            WalServer.segment(5).toString(),
            WalServer.segment(2, 6).toString(),
            WalServer.segment(6).toString(),
            WalServer.segment(7).toString());
  }

  @Test
  void readsNothingAndMakesNothingWhereThereIsNothing() {
    assertThat(server.listed()).isEmpty();
    assertThat(legacy).doesNotExist();
    assertThat(modern).doesNotExist();
  }

  @Test
  void isRebuiltWhenItIsNotThere() throws IOException {
    archive(5, 6);
    List<String> before = Files.readAllLines(modern);
    Files.delete(legacy);
    Files.delete(modern);

    assertThat(again().listed()).isEqualTo(names(5, 6));
    assertThat(Files.readAllLines(modern)).isEqualTo(before);
    assertThat(listedIn(legacy)).isEqualTo(names(5, 6));
  }

  @Test
  void getsTheLegacyFileFromTheModern() throws IOException {
    archive(5, 6);
    Files.delete(legacy);

    assertThat(again().listed()).isEqualTo(names(5, 6));
    assertThat(listedIn(legacy)).isEqualTo(names(5, 6));
  }

  @Test
  void takesOverWhatBarmanAddedToOneFileOnly() throws IOException {
    archive(5, 6, 7);
    List<String> lines = Files.readAllLines(legacy);
    Files.write(legacy, lines.subList(0, 2));

    assertThat(again().listed()).isEqualTo(names(5, 6, 7));
    assertThat(Files.readAllLines(legacy)).isEqualTo(lines);
  }

  @Test
  void seesWhatBarmanAddedWhileThisProcessRan() throws IOException {
    archive(5, 6);
    List<String> lines = Files.readAllLines(legacy);
    Files.write(legacy, lines.subList(0, 1));
    archive(7);

    assertThat(listedIn(legacy)).isEqualTo(names(5, 6, 7));
    assertThat(listedIn(modern)).isEqualTo(names(5, 6, 7));
  }

  @Test
  void takesOverWhatBarmanRemovedFromOneFileOnly() throws IOException {
    archive(5, 6, 7);
    List<String> lines = Files.readAllLines(modern);
    Files.write(modern, lines.subList(1, 3));
    Files.delete(server.directory.wal(WalServer.segment(5)));

    assertThat(again().listed()).isEqualTo(names(6, 7));
    assertThat(listedIn(legacy)).isEqualTo(names(6, 7));
  }

  @Test
  void believesTheFileWhereTheCataloguesDiffer() throws IOException {
    archive(5, 6);
    Files.writeString(modern, Files.readString(modern).replaceFirst("1048576", "77"));

    again().listed();

    assertThat(Files.readString(modern)).doesNotContain("\t77\t");
  }

  @Test
  void mendsALineTornAnywhere() throws IOException {
    archive(5, 6, 7);
    byte[] whole = Files.readAllBytes(modern);
    int lastLine = new String(whole, US_ASCII).indexOf(names(7).get(0));
    for (int length = lastLine; length < whole.length; length += 7) {
      Files.write(modern, java.util.Arrays.copyOf(whole, length));
      Files.write(legacy, java.util.Arrays.copyOf(Files.readAllBytes(legacy), 90));

      assertThat(again().listed()).isEqualTo(names(5, 6, 7));
      assertThat(Files.readAllBytes(modern)).isEqualTo(whole);
      assertThat(listedIn(legacy)).isEqualTo(names(5, 6, 7));
    }
  }

  @Test
  void mendsZerosAfterALossOfPower() throws IOException {
    archive(5, 6);
    Files.write(modern, new byte[50], StandardOpenOption.APPEND);
    Files.write(legacy, new byte[50], StandardOpenOption.APPEND);

    assertThat(again().listed()).isEqualTo(names(5, 6));
    assertThat(Files.readString(modern)).doesNotContain("\0");
  }

  @Test
  void appendsToNoTornLine() throws IOException {
    archive(5, 6);
    Files.writeString(modern, names(7).get(0) + "\t1048", StandardOpenOption.APPEND);
    archive(8);

    assertThat(server.listed()).isEqualTo(names(5, 6, 8));
    assertThat(listedIn(modern)).isEqualTo(names(5, 6, 8));
  }

  @Test
  void saysWhichLineIsIllegible() throws IOException {
    archive(5);
    Files.writeString(modern, "nothing\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> again().listed())
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("Line 2")
        .hasMessageContaining(modern.toString())
        .hasMessageContaining("Rebuild");

    assertThat(again().wal.rebuildCatalogue(NEVER).files()).isEqualTo(1);
    assertThat(again().listed()).isEqualTo(names(5));
  }

  @Test
  void rebuildSaysWhatItFound() throws IOException {
    archive(5, 6, 7);
    Path directory = DurableFiles.parent(server.directory.wal(WalServer.segment(5)));
    Files.delete(server.directory.wal(WalServer.segment(5)));
    Files.writeString(modern, Files.readAllLines(modern).get(0) + "\n");
    Files.writeString(legacy, Files.readAllLines(legacy).get(0) + "\n");
    Path strange = Files.writeString(directory.resolve("strange"), "x");
    Path partial = Files.writeString(directory.resolve(names(8).get(0) + ".partial"), "x");
    Path top = Files.writeString(server.directory.wals().resolve(names(8).get(0)), "x");

    CatalogueRebuild rebuild = again().wal.rebuildCatalogue(NEVER);

    assertThat(rebuild.files()).isEqualTo(2);
    assertThat(rebuild.added()).extracting(WalFileName::toString).isEqualTo(names(6, 7));
    assertThat(rebuild.lost()).extracting(WalFileName::toString).isEqualTo(names(5));
    assertThat(rebuild.skipped()).containsExactlyInAnyOrder(strange, partial, top);
    assertThat(listedIn(legacy)).isEqualTo(names(6, 7)).isEqualTo(listedIn(modern));
  }

  @Test
  void rebuildKeepsALineThatItCannotMakeFromTheFile() throws IOException {
    archive(5);
    Path encrypted = server.directory.wal(WalServer.segment(6));
    Files.write(encrypted, new byte[] {(byte) 0x85, 1, 12, 3, 9, 9});
    Path partial = server.directory.wal(WalFileName.parse(names(7).get(0) + ".partial"));
    Files.write(partial, new byte[20]);
    String more =
        names(6).get(0) + "\t6\t5.5\tgzip\tgpg\n" + names(7).get(0) + ".partial\t20\t1.5\tNone\n";
    Files.writeString(modern, more, StandardOpenOption.APPEND);
    List<String> before = Files.readAllLines(modern);

    CatalogueRebuild rebuild = again().wal.rebuildCatalogue(NEVER);

    assertThat(Files.readAllLines(modern)).isEqualTo(before);
    assertThat(rebuild.lost()).isEmpty();
    assertThat(rebuild.skipped()).isEmpty();
  }

  /** wal-g#230: what deletes everything is asked twice. */
  @Test
  void rebuildLeavesTheCatalogueWhereNoVolumeIsMounted() throws IOException {
    archive(5);
    Files.delete(server.directory.wal(WalServer.segment(5)));

    assertThatThrownBy(() -> again().wal.rebuildCatalogue(NEVER))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining("mounted");
    assertThat(listedIn(modern)).isEqualTo(names(5));
  }

  @Test
  void rebuildSeesCompression() throws IOException {
    server = WalServer.compressing(home, Layout.UNIVERSAL, Compression.BZIP2);
    archive(5);
    List<String> before = Files.readAllLines(modern);
    assertThat(before.get(0)).endsWith("\tbzip2");

    server.wal.rebuildCatalogue(NEVER);

    assertThat(Files.readAllLines(modern)).isEqualTo(before);
  }

  @Test
  void removesLines() throws IOException {
    archive(5, 6, 7);

    List<CatalogueLine> removed =
        server.wal.catalogue().removeIf(line -> line.name().toString().endsWith("6"), NEVER);

    assertThat(removed).hasSize(1);
    assertThat(listedIn(modern)).isEqualTo(names(5, 7)).isEqualTo(listedIn(legacy));
  }

  @Test
  void removesTheLinesOfWhatWasDeletedBeforeADeletionFailed() throws IOException {
    archive(5, 6, 7);

    assertThatThrownBy(
            () -> server.wal.catalogue().removeIf(line -> true, this::failAtTheSecond, NEVER))
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContaining("no more");

    assertThat(server.listed()).isEqualTo(names(6, 7));
  }

  private void failAtTheSecond(CatalogueLine line) throws IOException {
    if (line.name().equals(WalServer.segment(6))) {
      throw new IOException("no more");
    }
  }

  @Test
  void insertsAnythingInItsPlace() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int run = 0; run < 200; run++) {
      List<CatalogueLine> lines = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        CatalogueLine line =
            CatalogueLine.parse(WalServer.segment(random.nextInt(30)) + " " + i + " 1.0");
        lines = CatalogueUnion.insert(lines, List.of(line));
      }
      assertThat(lines)
          .as("seed " + seed)
          .isSortedAccordingTo(CatalogueUnion.BY_NAME)
          .doesNotHaveDuplicates();
      assertThat(lines.stream().map(CatalogueLine::name).distinct().count())
          .isEqualTo(lines.size());
    }
  }
}
