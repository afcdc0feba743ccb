/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.barman4j.cli.CommandParser.TextAsked;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules by which Barman's programs read words. */
class ArgumentWordsTest {

  private static WalArchiveCommand archive(String... words) {
    return (WalArchiveCommand) parse(Tool.WAL_ARCHIVE, words);
  }

  private static WalRestoreCommand restore(String... words) {
    return (WalRestoreCommand) parse(Tool.WAL_RESTORE, words);
  }

  private static Command parse(Tool tool, String... words) {
    try {
      return new CommandParser(tool).parse(List.of(words));
    } catch (TextAsked e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void longOptionsMayBeCutAsLongAsOneFits() {
    assertThat(archive("--read", "5", "u", "s", "w").store.readTimeout).isEqualTo(5);
    assertThat(archive("--gz", "u", "s", "w").compression.gzip).isTrue();
    assertThat(archive("--compression-l=high", "u", "s", "w").compression.level).isEqualTo("high");
  }

  @Test
  void aPrefixThatIsAnOptionItselfMeansThatOption() {
    WalArchiveCommand command = archive("--tag", "a,b", "u", "s", "w");
    assertThat(command.tags.tag).containsExactly("a,b");
    assertThat(command.tags.tags).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--sse", "--max", "--ver", "--end --enc", "--a", "--c", "--history"})
  void aPrefixThatFitsSeveralOptionsIsRefused(String words) {
    String last = words.replaceFirst(".* ", "");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> archive(last, "x", "u", "s", "w"))
        .withMessageContaining("ambiguous option: " + last);
  }

  @Test
  void twoNamesOfOneOptionAreNotAmbiguousForTheirOwnPrefixes() {
    assertThat(archive("--profi", "p", "u", "s", "w").store.profile).isEqualTo("p");
    assertThat(archive("--cred", "default", "u", "s", "w").store.azureCredential)
        .isEqualTo("default");
  }

  @Test
  void valuesStandBehindAnEqualsSignOrFollow() {
    assertThat(restore("--spool-dir=/x=y", "u", "s", "w", "d").spoolDir).isEqualTo("/x=y");
    assertThat(restore("--spool-dir", "/x", "u", "s", "w", "d").spoolDir).isEqualTo("/x");
    assertThat(restore("--spool-dir=", "u", "s", "w", "d").spoolDir).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-p4", "-p=4", "-p 4", "-vp4", "-vvp=4", "-vp 4"})
  void shortOptionsAreBundledAndTheirValuesAttachedOrNot(String words) {
    WalRestoreCommand command = restore((words + " u s w d").split(" "));
    assertThat(command.parallel).isEqualTo(4);
    assertThat(command.walDest).isEqualTo("d");
  }

  @Test
  void flagsAreBundled() {
    WalArchiveCommand command = archive("-zvtv", "u", "s", "w");
    assertThat(command.compression.gzip).isTrue();
    assertThat(command.test.test).isTrue();
    assertThat(command.verbosity()).isEqualTo(2);
  }

  @Test
  void tagsTakeAllWordsUpToTheNextOption() {
    WalArchiveCommand command = archive("--tags", "a,b", "c,d", "-z", "u", "s", "w");
    assertThat(command.tags.tags).containsExactly("a,b", "c,d");
    assertThat(command.walPath).isEqualTo("w");
    assertThat(archive("u", "s", "w", "--tags").tags.tags).isEmpty();
    assertThat(archive("u", "s", "w", "--tags=a,b").tags.tags).containsExactly("a,b");
  }

  @Test
  void theLastOfRepeatedOptionsCountsUnlessItCollects() {
    assertThat(archive("-P", "a", "u", "s", "w", "--profile", "b").store.profile).isEqualTo("b");
    assertThat(archive("--tag", "a,b", "--tag", "c,d", "u", "s", "w").tags.tag)
        .containsExactly("a,b", "c,d");
    assertThat(archive("--tags", "a,b", "-v", "--tags", "c,d", "-v", "u", "s", "w").tags.tags)
        .containsExactly("c,d");
  }

  @Test
  void optionsStandAnywhereAndTwoDashesEndThem() {
    WalRestoreCommand command = restore("u", "-v", "s", "--no-partial", "w", "-p", "2", "d", "-t");
    assertThat(List.of(command.store.url, command.store.server, command.walName, command.walDest))
        .containsExactly("u", "s", "w", "d");
    assertThat(command.noPartial && command.test.test).isTrue();
    assertThat(restore("u", "s", "--", "-w", "--no-partial").walDest).isEqualTo("--no-partial");
  }

  @Test
  void negativeNumbersAndWordsWithBlanksAreValues() {
    assertThat(archive("--compression-level", "-3", "u", "s", "w").compression.level)
        .isEqualTo("-3");
    assertThat(archive("--compression-level=-3", "u", "s", "w").compression.level).isEqualTo("-3");
    assertThat(archive("--endpoint-url", "-a b", "u", "s", "w").store.endpointUrl)
        .isEqualTo("-a b");
    assertThat(archive("u", "s", "-").walPath).isEqualTo("-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "u",
        "u s w more",
        "-z -j u s w",
        "-v -q u s w",
        "--tag a,b --tags a,b -z u s w",
        "--gzip=9 u s w",
        "u s w --endpoint-url",
        "--endpoint-url -z u s w",
        "-zX u s w",
        "--no-such-option u s w",
        "-X u s w",
        "--max-concurrency many u s w",
        "u s w -e",
        "--max-block-size 1.5 u s w",
        "--max-block-size -1 u s w"
      })
  void whatBarmanDoesNotUnderstandIsRefused(String words) {
    assertThatExceptionOfType(UsageException.class).isThrownBy(() -> archive(words.split(" ")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"u s -b i -r p", "u s -b", "-m x u s -b i", "-b i u"})
  void deleteTakesOneWayToChoose(String words) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> parse(Tool.BACKUP_DELETE, words.split(" ")));
  }

  @Test
  void whoAsksForTheVersionGetsItWhateverElseIsWrong() {
    for (String words : List.of("--version", "-V", "-zV --nonsense", "--vers", "-z -j -V")) {
      assertThatExceptionOfType(TextAsked.class)
          .isThrownBy(() -> new CommandParser(Tool.WAL_ARCHIVE).parse(List.of(words.split(" "))))
          .satisfies(
              asked -> assertThat(asked.text()).isEqualTo("barman-cloud-wal-archive 3.20.1\n"));
    }
  }
}
