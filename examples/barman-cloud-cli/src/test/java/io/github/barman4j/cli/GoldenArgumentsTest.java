/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.cli.CommandParser.TextAsked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command lines of CloudNativePG, for each provider and in every order it ever used. */
class GoldenArgumentsTest {

  private static final List<String> TAILS =
      List.of(
          "--cloud-provider aws-s3",
          "--endpoint-url http://s3:9000 --cloud-provider aws-s3",
          "--cloud-provider azure-blob-storage",
          "--cloud-provider azure-blob-storage --credential default",
          "--cloud-provider azure-blob-storage --credential managed-identity",
          "--cloud-provider google-cloud-storage");

  /** Tool, positional arguments, and options: those that belong together in one text. */
  private static final List<Golden> COMMANDS =
      List.of(
          golden("wal-archive", "URL SRV /pgdata/pg_wal/000000010000000000000001", "--gzip"),
          golden("wal-archive", "URL SRV pg_wal/000000010000000000000001", "--bzip2"),
          golden("wal-archive", "URL SRV /w", "--snappy", "-e aws:kms", "--read-timeout=60"),
          golden("wal-archive", "URL SRV /w", "--lz4", "-e AES256", "--max-concurrency=4"),
          golden(
              "wal-archive",
              "URL SRV /w",
              "--xz",
              "--tags a,b 'c,d --history-tags e,f --kms-key-name=k",
              "--max-block-size=8MB"),
          golden("wal-archive", "URL SRV /w", "--zstd", "--history-tags e,f --tags a,b -v"),
          golden("check-wal-archive", "URL SRV"),
          golden("wal-restore", "URL SRV 000000010000000000000001 /pgdata/pg_wal/RECOVERYXLOG"),
          golden("wal-restore", "URL SRV 00000002.history /tmp/x", "--no-partial"),
          golden("backup-list", "URL SRV", "--format json"),
          golden("backup-show", "URL SRV backup-20260101100000", "--format json"),
          golden("backup-delete", "URL SRV", "--retention-policy RECOVERY_WINDOW"),
          golden("restore", "URL SRV 20260101T100000 /pgdata"),
          golden("restore", "URL SRV 20260101T100000 /pgdata", "--read-timeout=60"),
          golden("backup", "URL SRV", "--user postgres", "--name backup-20260101100000"),
          golden(
              "backup",
              "URL SRV",
              "--user postgres",
              "--name n",
              "--gzip",
              "--encryption AES256",
              "--immediate-checkpoint",
              "--jobs 4",
              "--min-chunk-size=5MB",
              "--tags a,b c,d --max-archive-size=1GB"));

  private static Golden golden(String tool, String positional, String... options) {
    return new Golden(
        tool, words(positional), Arrays.stream(options).map(GoldenArgumentsTest::words).toList());
  }

  private static List<String> words(String text) {
    return List.of(text.replace("'", "").split(" ")).stream()
        .map(word -> word.replace("RECOVERY_WINDOW", "RECOVERY WINDOW OF 30 DAYS"))
        .toList();
  }

  /** A command line in parts, the options in groups. */
  record Golden(String tool, List<String> positional, List<List<String>> options) {

    Golden with(List<String> group) {
      List<List<String>> more = new ArrayList<>(options);
      more.add(group);
      return new Golden(tool, positional, more);
    }

    String program() {
      return "barman-cloud-" + tool;
    }

    /** Before all, behind all, behind the server, and behind each positional argument. */
    List<List<String>> orders() {
      List<String> all = options.stream().flatMap(List::stream).toList();
      return List.of(
          joined(all, positional),
          joined(positional, all),
          joined(positional.subList(0, 2), joined(all, positional.subList(2, positional.size()))),
          joined(positional.subList(0, positional.size() - 1), joined(all, last())),
          mixed());
    }

    private List<String> last() {
      return positional.subList(positional.size() - 1, positional.size());
    }

    private List<String> mixed() {
      List<String> words = new ArrayList<>();
      for (int i = 0; i < Math.max(options.size(), positional.size()); i++) {
        words.addAll(i < positional.size() ? positional.subList(i, i + 1) : List.of());
        words.addAll(i < options.size() ? options.get(i) : List.of());
      }
      return words;
    }

    private static List<String> joined(List<String> first, List<String> second) {
      return Stream.concat(first.stream(), second.stream()).toList();
    }
  }

  static Stream<Golden> commands() {
    return COMMANDS.stream()
        .flatMap(command -> TAILS.stream().map(tail -> command.with(words(tail))));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionHasItsValueInEveryOrder(Golden command) throws TextAsked {
    Map<String, String> expected = expected(command);
    for (List<String> words : command.orders()) {
      CommandParser parser = new CommandParser(Tool.named(command.program()));
      CommandSpec filled = CommandSpec.forAnnotatedObject(parser.parse(words));
      assertThat(options(filled)).as("options of %s", words).containsAllEntriesOf(expected);
      assertThat(positional(filled)).as("arguments of %s", words).isEqualTo(command.positional());
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void whatIsNotGivenKeepsItsDefault(Golden command) throws TextAsked {
    Tool tool = Tool.named(command.program());
    Command filled = new CommandParser(tool).parse(command.orders().get(0));
    Map<String, String> rest = options(CommandSpec.forAnnotatedObject(tool.newCommand()));
    rest.keySet().removeAll(expected(command).keySet());
    assertThat(options(CommandSpec.forAnnotatedObject(filled))).containsAllEntriesOf(rest);
  }

  /** Reads the groups as a person does: an option, then its values, or its value behind "=". */
  private static Map<String, String> expected(Golden command) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (List<String> group : command.options()) {
      List<String> current = new ArrayList<>();
      for (String word : group) {
        if (word.startsWith("-")) {
          current = values.computeIfAbsent(word.replaceFirst("=.*", ""), none -> new ArrayList<>());
          current.addAll(word.contains("=") ? List.of(word.replaceFirst(".*=", "")) : List.of());
        } else {
          current.add(word);
        }
      }
    }
    Object untouched = Tool.named(command.program()).newCommand();
    CommandSpec names = CommandSpec.forAnnotatedObject(untouched);
    Map<String, String> expected = new LinkedHashMap<>();
    values.forEach(
        (name, of) -> expected.put(names.findOption(name).longestName(), value(name, of)));
    return expected;
  }

  private static String value(String name, List<String> values) {
    if (values.isEmpty()) {
      return name.equals("-v") ? "[true]" : "true";
    }
    String only = values.get(0);
    return switch (name) {
      case "--tags", "--history-tags" -> values.toString();
      case "--max-block-size", "--min-chunk-size" ->
          String.valueOf(Long.parseLong(only.replace("MB", "")) << 20);
      case "--max-archive-size" -> String.valueOf(Long.parseLong(only.replace("GB", "")) << 30);
      default -> only;
    };
  }

  private static Map<String, String> options(CommandSpec filled) {
    Map<String, String> options = new LinkedHashMap<>();
    for (OptionSpec option : filled.options()) {
      options.put(option.longestName(), text(option.getValue()));
    }
    return options;
  }

  private static String text(Object value) {
    return value instanceof boolean[] flags ? Arrays.toString(flags) : String.valueOf(value);
  }

  private static List<String> positional(CommandSpec filled) {
    return filled.positionalParameters().stream()
        .map(parameter -> text(parameter.getValue()))
        .toList();
  }
}
