/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.infofile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonLiteralTest {

  @Property
  void whatIsWrittenIsReadBack(@ForAll("values") Object value) {
    assertThat(PythonLiteral.parse(PythonLiteral.format(value))).isEqualTo(value);
  }

  @Property
  void everyTextIsReadBack(@ForAll String text) {
    String literal = PythonLiteral.format(text);
    assertThat(literal.lines()).hasSize(1);
    assertThat(PythonLiteral.parse(literal)).isEqualTo(text);
  }

  @Property
  void everyFloatIsReadBack(@ForAll double number) {
    assertThat(PythonLiteral.parse(PythonLiteral.format(number))).isEqualTo(number);
  }

  @Property
  void garbageIsRefusedAsSuch(@ForAll("garbage") String text) {
    try {
      PythonLiteral.parse(text);
    } catch (IllegalArgumentException expected) {
      assertThat(expected).hasMessageMatching("(?s).+");
    }
  }

  @Provide
  Arbitrary<Object> values() {
    Arbitrary<Object> leaves =
        Arbitraries.oneOf(
            Arbitraries.strings().map(Object.class::cast),
            Arbitraries.longs().map(Object.class::cast),
            Arbitraries.of(true, false).map(Object.class::cast));
    Arbitrary<Object> lists = leaves.list().ofMaxSize(4).map(Object.class::cast);
    return Arbitraries.oneOf(
        leaves, lists, Arbitraries.maps(leaves, lists).ofMaxSize(4).map(Object.class::cast));
  }

  @Provide
  Arbitrary<String> garbage() {
    return Arbitraries.strings().withChars("()[]{},:'\"\\xuUN0123eE.+-L Truefalsn").ofMaxLength(30);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0.5|0.5",
        "61.5|61.5",
        "1.0E-5|1e-05",
        "0.0001|0.0001",
        "1.0E16|1e+16",
        "123456789012345.6|123456789012345.6",
        "1.2345E-7|1.2345e-07",
        "1.0E100|1e+100",
        "-0.0|-0.0",
        "2.0E-3|0.002",
        "3.0|3.0"
      })
  void floatsLookAsInPython(double number, String literal) {
    assertThat(PythonLiteral.format(number)).isEqualTo(literal);
  }

  @Test
  void quotesAreChosenAsInPython() {
    assertThat(PythonLiteral.format("plain")).isEqualTo("'plain'");
    assertThat(PythonLiteral.format("o'clock")).isEqualTo("\"o'clock\"");
    assertThat(PythonLiteral.format("o'\"clock")).isEqualTo("'o\\'\"clock'");
    assertThat(PythonLiteral.format("say \"x\"")).isEqualTo("'say \"x\"'");
  }

  @Test
  void whatCannotBePrintedIsEscapedAsInPython() {
    assertThat(PythonLiteral.format("a\nb\tc\rd\\")).isEqualTo("'a\\nb\\tc\\rd\\\\'");
    assertThat(PythonLiteral.format("\u0000\u00a0\u2028\ue000"))
        .isEqualTo("'\\x00\\xa0\\u2028\\ue000'");
    assertThat(PythonLiteral.format("Grüße 東京 🐘")).isEqualTo("'Grüße 東京 🐘'");
    assertThat(PythonLiteral.format("\udbff\udfff")).isEqualTo("'\\U0010ffff'");
  }

  @Test
  void everyEscapeOfPythonIsRead() {
    assertThat(
            PythonLiteral.parse(
                "'\\a\\b\\f\\v\\'\\\"\\101\\0\\x41\\u0041\\U00000041\\N{BULLET}\\q'"))
        .isEqualTo("\u0007\b\f\u000b'\"A\0AAA\u2022\\q");
  }

  @ParameterizedTest
  @ValueSource(strings = {"u'a'", "U'a'", "\"a\"", "'' 'a'", "('a')", "'''a'''", " 'a' ", "r'a'"})
  void oneTextHasManyForms(String literal) {
    assertThat(PythonLiteral.parse(literal)).isEqualTo("a");
  }

  @Test
  void rawStringsKeepTheirBackslashes() {
    assertThat(PythonLiteral.parse("r'C:\\new'")).isEqualTo("C:\\new");
  }

  @Test
  void tuplesAreListsAndCommasMayTrail() {
    assertThat(PythonLiteral.parse("(1,)")).isEqualTo(List.of(1L));
    assertThat(PythonLiteral.parse("( 1 , [2,], ())"))
        .isEqualTo(List.of(1L, List.of(2L), List.of()));
    assertThat(PythonLiteral.parse("{'a': None, 2: True,}"))
        .isEqualTo(
            new LinkedHashMap<>(
                Arrays.asList("a").stream()
                    .collect(
                        java.util.HashMap::new,
                        (m, k) -> {
                          m.put(k, null);
                          m.put(2L, true);
                        },
                        Map::putAll)));
  }

  @Test
  void wholeNumbersOfAnySizeAndPython2LongsAreRead() {
    assertThat(PythonLiteral.parse("-7")).isEqualTo(-7L);
    assertThat(PythonLiteral.parse("16384L")).isEqualTo(16384L);
    assertThat(PythonLiteral.parse("+3")).isEqualTo(3L);
    assertThat(PythonLiteral.parse("99999999999999999999"))
        .isEqualTo(new BigInteger("99999999999999999999"));
    assertThat(PythonLiteral.parse("1.0E-5")).isEqualTo(1e-5);
    assertThat(PythonLiteral.parse(".5")).isEqualTo(0.5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "'a",
        "'a\\",
        "'\\x4'",
        "'\\N{NO SUCH NAME}'",
        "'\\N'",
        "(1",
        "[1 2]",
        "{1}",
        "{1: }",
        "true",
        "null",
        "NaN",
        "1e999",
        "a",
        "None None",
        "'\\U00110000'"
      })
  void othersAreRefusedWithTheReason(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> PythonLiteral.parse(text));
  }

  @Test
  void nestingHasALimit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PythonLiteral.parse("[".repeat(100_000)))
        .withMessageContaining("at most 64 levels");
  }

  @Test
  void valuesThatPythonLacksAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> PythonLiteral.format(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> PythonLiteral.format(new Object()));
    assertThat(PythonLiteral.format(null)).isEqualTo("None");
    assertThat(PythonLiteral.format(new PythonLiteral.Tuple(List.of(1)))).isEqualTo("(1,)");
  }
}
