/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.barman4j.testing.docs.Documentation;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the table of fields, and that of arguments, to the code. */
final class ObjectStoreDocumentationTest {

  private static final Pattern KNOWN = Pattern.compile("known are (.*)");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spec: {x: 1}",
        "spec: {configuration: {x: 1}}",
        "spec: {configuration: {s3Credentials: {x: 1}}}",
        "spec: {configuration: {azureCredentials: {x: 1}}}",
        "spec: {configuration: {googleCredentials: {x: 1}}}",
        "spec: {configuration: {wal: {x: 1}}}",
        "spec: {configuration: {data: {x: 1}}}",
        "spec: {instanceSidecarConfiguration: {x: 1}}",
        "status: {x: 1}",
      })
  void everyKnownFieldIsInTheTable(String resource) throws IOException {
    String text = Documentation.of("docs/object-store.md").text();

    for (String field : knownFields(resource)) {
      assertThat(text).containsPattern("[`.]" + field + "[`.]");
    }
  }

  private static Set<String> knownFields(String resource) {
    Set<String> fields = new TreeSet<>();
    catchThrowableOfType(
            InvalidObjectStoreException.class, () -> ObjectStoreResource.parse(resource))
        .problems()
        .forEach(
            problem ->
                KNOWN
                    .matcher(problem.reason())
                    .results()
                    .forEach(known -> fields.addAll(Arrays.asList(known.group(1).split(", ")))));
    assertThat(fields).isNotEmpty();
    return fields;
  }

  @Test
  void everyArgumentThatTheTableHasIsKnown() throws IOException {
    Set<String> known = new TreeSet<>();
    for (var options :
        List.of(
            CommandOptions.walArchive(),
            CommandOptions.walRestore(),
            CommandOptions.backup(),
            CommandOptions.restore())) {
      options.forEach(option -> known.addAll(option.names()));
    }
    String text = Documentation.of("docs/object-store.md").text();
    String table = text.substring(text.indexOf("| Argument |"));

    Pattern.compile("`(--[a-z0-9-]+)")
        .matcher(table)
        .results()
        .forEach(argument -> assertThat(known).contains(argument.group(1)));
  }
}
