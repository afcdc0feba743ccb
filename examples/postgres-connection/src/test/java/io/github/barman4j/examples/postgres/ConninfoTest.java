/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConninfoTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          host=h port=5433             | {host=h, port=5433}
          host = h   user= u           | {host=h, user=u}
          password='a b' user=u        | {user=u, password=a b}
          password='it\\'s' user=u     | {user=u, password=it's}
          password=a\\ b dbname=d      | {dbname=d, password=a b}
          password='' host=h           | {host=h, password=}
          host=h host=i                | {host=i}
          options='-c x=1'             | {options=-c x=1}
          sslmode=verify-full          | {sslmode=verify-full}
          """)
  void wordsAndValuesAreReadAsLibpqReadsThem(String text, String expected) {
    assertThat(byWord(Conninfo.parse(text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          postgresql://                                | {}
          postgresql://localhost                       | {host=localhost}
          postgresql://localhost:5433                  | {host=localhost, port=5433}
          postgresql://localhost/db                    | {host=localhost, dbname=db}
          postgres://u@h/db                            | {host=h, dbname=db, user=u}
          postgresql://u:s%40e@h                       | {host=h, user=u, password=s@e}
          postgresql://a:1,b:2/db?connect_timeout=3    | {host=a,b, port=1,2, dbname=db, connect_timeout=3}
          postgresql:///db?host=/tmp&port=9            | {host=/tmp, port=9, dbname=db}
          postgresql://%2Fvar%2Frun/db                 | {host=/var/run, dbname=db}
          postgresql://[::1]:5/db                      | {host=::1, port=5, dbname=db}
          postgresql://h?ssl=true                      | {host=h, sslmode=require}
          """)
  void urisAreReadAsLibpqReadsThem(String text, String expected) {
    assertThat(byWord(Conninfo.parse(text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          foo=bar                     | invalid connection option "foo"
          host                        | missing "=" after a word "host"
          password='secret            | unterminated quoted string
          password=so secret          | missing "=" after a word behind the password
          password=so secret=x        | invalid connection option behind the password
          postgresql://h?foo=1        | invalid connection option "foo"
          postgresql://h?secret       | missing "=" between
          postgresql://[::1/db        | missing "]"
          postgresql://u:%zz@h        | invalid percent-encoded token
          """)
  void whatIsNotOneIsRefused(String text, String message) {
    assertThatThrownBy(() -> Conninfo.parse(text))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("secret");
  }

  @Test
  void nothingIsAnEmptyString() {
    assertThat(Conninfo.parse("  ")).isEmpty();
  }

  private static String byWord(Map<Keyword, String> values) {
    StringBuilder out = new StringBuilder();
    values.forEach(
        (keyword, value) ->
            out.append(out.isEmpty() ? "" : ", ").append(keyword.word()).append('=').append(value));
    return "{" + out + "}";
  }
}
