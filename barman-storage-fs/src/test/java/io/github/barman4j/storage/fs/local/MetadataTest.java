/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.catalog.BackupField;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.catalog.BackupListing;
import io.github.barman4j.catalog.BackupStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MetadataTest {

  private static final BackupId ID = BackupId.of("20260301T101500");
  private static final BackupId LATER = BackupId.of("20260301T111500");

  @TempDir Path home;

  private LocalContext context(Layout layout) {
    return LocalContext.of(LocalServerOptions.builder(home, "main").layout(layout).build());
  }

  private Layout detected() {
    return LocalContext.of(LocalServerOptions.builder(home, "main").build()).layout();
  }

  private static BackupInfo info(BackupId id, BackupStatus status) {
    return BackupInfo.builder(id)
        .set(BackupField.STATUS, status)
        .set(BackupField.SERVER_NAME, "main")
        .set(BackupField.CLUSTER_SIZE, 5L)
        .build();
  }

  private String[] files() throws IOException {
    try (Stream<Path> paths = Files.walk(home)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> home.relativize(path).toString())
          .sorted()
          .toArray(String[]::new);
    }
  }

  static Stream<Arguments> places() {
    String legacy = "main/base/" + ID + "/backup.info";
    String modern = "main/meta/" + ID + "-backup.info";
    return Stream.of(
        Arguments.of(Layout.LEGACY, new String[] {legacy}),
        Arguments.of(Layout.MODERN, new String[] {modern}),
        Arguments.of(Layout.UNIVERSAL, new String[] {legacy, "main/meta/.barman4j"}));
  }

  @ParameterizedTest
  @MethodSource("places")
  void isWhereTheLayoutHasItAndNowhereElse(Layout layout, String[] places) throws IOException {
    context(layout).metadata().save(info(ID, BackupStatus.STARTED));
    assertThat(files()).containsExactly(places);
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void theDirectoryShowsItsLayout(Layout layout) throws IOException {
    context(layout).metadata().save(info(ID, BackupStatus.DONE));
    assertThat(detected()).isEqualTo(layout);
  }

  @Test
  void anEmptyDirectoryBecomesUniversal() {
    assertThat(detected()).isEqualTo(Layout.UNIVERSAL);
  }

  @Test
  void bothCataloguesOfWalShowAUniversalDirectoryBeforeItsFirstBackup() throws IOException {
    Files.createDirectories(home.resolve("main/wals"));
    Files.writeString(home.resolve("main/wals/main-xlog.db"), "");
    assertThat(detected()).isEqualTo(Layout.MODERN);
    Files.writeString(home.resolve("main/wals/xlog.db"), "");
    assertThat(detected()).isEqualTo(Layout.UNIVERSAL);
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void oldBarmanFindsNoKeyThatItDoesNotKnow(Layout layout) throws IOException {
    context(layout).metadata().save(info(ID, BackupStatus.DONE));
    Path legacy = home.resolve("main/base/" + ID + "/backup.info");
    if (Files.exists(legacy)) {
      assertThat(Files.readAllLines(legacy)).hasSize(27).noneMatch(l -> l.contains("cluster_size"));
    } else {
      assertThat(Files.readAllLines(home.resolve("main/meta/" + ID + "-backup.info"))).hasSize(32);
    }
  }

  @Test
  void whereBothAreThereTheModernOneCountsAndBothAreWritten() throws IOException {
    context(Layout.LEGACY).metadata().save(info(ID, BackupStatus.STARTED));
    context(Layout.MODERN).metadata().save(info(ID, BackupStatus.DONE));
    Metadata metadata = context(Layout.UNIVERSAL).metadata();
    assertThat(metadata.find(ID)).map(BackupInfo::status).contains(BackupStatus.DONE);
    metadata.save(info(ID, BackupStatus.FAILED));
    for (String file : List.of("base/" + ID + "/backup.info", "meta/" + ID + "-backup.info")) {
      assertThat(home.resolve("main").resolve(file)).content().contains("status=FAILED");
    }
    assertThat(metadata.list()).containsExactly(ID);
    metadata.delete(ID);
    assertThat(metadata.list()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void whatAnyLayoutHoldsIsListed(Layout layout) throws IOException {
    context(Layout.LEGACY).metadata().save(info(ID, BackupStatus.DONE));
    context(Layout.MODERN).metadata().save(info(LATER, BackupStatus.DONE));
    Files.createDirectories(home.resolve("main/base/20260301T121500/data"));
    Files.writeString(home.resolve("main/base/stray"), "");
    assertThat(context(layout).metadata().list()).containsExactly(ID, LATER);
    assertThat(context(layout).metadata().find(BackupId.of("20260301T121500"))).isEmpty();
  }

  @Test
  void anotherNameOfTheFileStaysAsItIs() throws IOException {
    Metadata metadata = context(Layout.LEGACY).metadata();
    metadata.save(info(ID, BackupStatus.STARTED));
    Path linked = home.resolve("linked");
    Files.createLink(linked, home.resolve("main/base/" + ID + "/backup.info"));
    metadata.save(info(ID, BackupStatus.DONE));
    assertThat(linked).content().contains("status=STARTED");
  }

  @Test
  void garbageIsNamed() throws IOException {
    Path file = home.resolve("main/base/" + ID + "/backup.info");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "status\n");
    assertThatThrownBy(() -> context(Layout.LEGACY).metadata().find(ID))
        .isInstanceOf(CorruptArchiveException.class)
        .hasMessageContaining(ID.value())
        .hasMessageContaining("line 1");
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void notesAreReadBackAndHaveNoLineEnd(Layout layout) throws IOException {
    Annotations notes = context(layout).annotations();
    notes.write(ID, "keep", "standalone");
    assertThat(notes.find(ID, "keep")).contains("standalone");
    assertThat(notes.find(LATER, "keep")).isEmpty();
    notes.write(ID, "keep", "full");
    assertThat(notes.find(ID, "keep")).contains("full");
    notes.delete(ID, "keep");
    assertThat(notes.find(ID, "keep")).isEmpty();
  }

  @Test
  void aUniversalNoteIsSeenByBarmanOfAllAges() throws IOException {
    context(Layout.UNIVERSAL).annotations().write(ID, "keep", "full");
    assertThat(files())
        .contains("main/base/" + ID + "/annotations/keep", "main/meta/" + ID + "-keep");
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void aNoteThatBarmanOfAnotherAgeWroteIsReadAndDeleted(Layout layout) throws IOException {
    context(Layout.LEGACY).annotations().write(ID, "keep", "standalone");
    context(Layout.MODERN).annotations().write(LATER, "keep", "full");
    Annotations notes = context(layout).annotations();
    assertThat(notes.find(ID, "keep")).contains("standalone");
    assertThat(notes.find(LATER, "keep")).contains("full");
    notes.delete(ID, "keep");
    notes.delete(LATER, "keep");
    assertThat(files()).isEmpty();
  }

  private static List<String> keys(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(line -> line.split("=")[0]).toList();
  }

  @Test
  void modernFilesHaveNoKeyThatBarman3Dot13DoesNotKnow() throws IOException {
    LocalContext context = context(Layout.MODERN);
    context.metadata().save(info(ID, BackupStatus.STARTED));
    context.metadata().save(info(ID, BackupStatus.DONE));
    assertThat(keys(context.directory().modernInfo(ID)))
        .contains("cluster_size", "parent_backup_id")
        .doesNotContain("encryption");
  }

  @Test
  void aFileOfANewerBarmanKeepsItsKeys() throws IOException {
    LocalContext context = context(Layout.MODERN);
    context.metadata().save(info(ID, BackupStatus.STARTED));
    Path file = context.directory().modernInfo(ID);
    Files.writeString(file, "encryption=None\nshiny_new=1\n", StandardOpenOption.APPEND);
    context.metadata().save(context.metadata().find(ID).orElseThrow());
    assertThat(keys(file)).contains("encryption", "shiny_new");
  }

  /** What cannot be read even as root: a directory where the file should be. */
  private LocalContext withUnreadable(Layout layout) throws IOException {
    LocalContext context = context(layout);
    context.metadata().save(info(ID, BackupStatus.DONE));
    context.metadata().save(info(LATER, BackupStatus.DONE));
    boolean modern = layout == Layout.MODERN;
    Path file = modern ? context.directory().modernInfo(ID) : context.directory().legacyInfo(ID);
    Files.delete(file);
    Files.createDirectory(file);
    return context;
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void oneFileThatCannotBeReadIsNotTheEndOfTheOthers(Layout layout) throws IOException {
    LocalContext context = withUnreadable(layout);
    KnownBackups known = KnownBackups.read(context.metadata());
    assertThat(known.infos()).containsOnlyKeys(LATER);
    assertThat(known.unreadable()).containsOnlyKeys(ID);
    BackupListing listing = LocalServer.open(context.options()).catalog().list();
    assertThat(listing.backups()).extracting(BackupInfo::id).containsExactly(LATER);
    assertThat(listing.unreadable()).hasSize(1);
  }
}
