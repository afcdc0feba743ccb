/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.testing.docs.Documentation;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The reference of the programs is made from the declarations of their options. */
class CliDocumentationTest {

  private static final Documentation PAGE = Documentation.of("docs/cli.md");
  private static final String HEAD = "| Option | Meaning |\n|---|---|\n";

  @Test
  void theCommonOptionsAreDescribed() throws IOException {
    CommandSpec spec = new HelpText(Tool.BACKUP_LIST).spec();
    String rows =
        spec.options().stream()
            .filter(option -> isCommon(option))
            .map(CliDocumentationTest::row)
            .collect(Collectors.joining());
    PAGE.requireSection("common options", HEAD + rows);
  }

  @ParameterizedTest
  @EnumSource(Tool.class)
  void theProgramIsDescribed(Tool tool) throws IOException {
    CommandSpec spec = new HelpText(tool).spec();
    PAGE.requireSection(tool.program(), description(spec) + synopsis(tool, spec) + table(spec));
  }

  @ParameterizedTest
  @EnumSource(Tool.class)
  void everyOptionSaysWhatItIs(Tool tool) {
    assertThat(new HelpText(tool).spec().args())
        .allSatisfy(argument -> assertThat(description(argument)).isNotBlank());
  }

  private static String description(CommandSpec spec) {
    return String.join(" ", spec.usageMessage().description()) + "\n\n";
  }

  private static String synopsis(Tool tool, CommandSpec spec) {
    String positional =
        spec.positionalParameters().stream()
            .map(CliDocumentationTest::word)
            .collect(Collectors.joining());
    return "```\n" + tool.program() + " [OPTIONS]" + positional + "\n```\n\n";
  }

  private static String word(PositionalParamSpec argument) {
    String name = argument.paramLabel();
    return " " + (argument.arity().min() == 0 ? "[" + name + "]" : name);
  }

  private static String table(CommandSpec spec) {
    String positional =
        spec.positionalParameters().stream()
            .filter(argument -> argument.index().min() > 1 || !isCommon(argument))
            .map(argument -> "| *" + argument.paramLabel() + "* | " + cell(argument) + " |\n")
            .collect(Collectors.joining());
    String options =
        spec.options().stream()
            .filter(option -> !isCommon(option))
            .map(CliDocumentationTest::row)
            .collect(Collectors.joining());
    return (positional + options).isEmpty() ? "" : HEAD + positional + options;
  }

  private static final Set<Class<?>> COMMON =
      Set.of(GeneralOptions.class, TestOption.class, StoreOptions.class);

  private static boolean isCommon(ArgSpec argument) {
    return argument.userObject() instanceof java.lang.reflect.Field field
        && COMMON.contains(field.getDeclaringClass());
  }

  private static String row(OptionSpec option) {
    List<String> names = List.of(option.names());
    String label =
        option.arity().max() == 0 ? "" : " " + option.paramLabel() + (isGreedy(option) ? " …" : "");
    String all = names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    return "| " + all + label + addition(option) + " | " + cell(option) + " |\n";
  }

  private static boolean isGreedy(OptionSpec option) {
    return option.arity().isVariable();
  }

  private static String addition(OptionSpec option) {
    return option.userObject() instanceof AnnotatedElement field
            && field.isAnnotationPresent(Addition.class)
        ? " ✚"
        : "";
  }

  private static String cell(ArgSpec argument) {
    return description(argument).replace("|", "\\|");
  }

  private static String description(ArgSpec argument) {
    return String.join(" ", argument.description()).replace("%%", "%");
  }
}
