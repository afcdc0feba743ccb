/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SourceServerTest {

  /** A server that answers SHOW, and does not allow what it has no answer to. */
  static DataSource server(Map<String, String> settings) {
    return fake(
        DataSource.class,
        none ->
            fake(
                Connection.class,
                nothing -> fake(Statement.class, query -> answer(settings, query))));
  }

  private static ResultSet answer(Map<String, String> settings, Object query) throws SQLException {
    String value = settings.get(String.valueOf(query).replace("SHOW ", ""));
    if (value == null) {
      throw new SQLException("permission denied", "42501");
    }
    return fake(ResultSet.class, column -> column == null ? (Object) true : value);
  }

  private interface Answer {
    Object to(Object argument) throws Exception;
  }

  private static <T> T fake(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                method.getName().equals("close")
                    ? null
                    : answer.to(arguments == null ? null : arguments[0])));
  }

  private static void assertFails(ThrowingCallable call, int code, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(ToolException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((ToolException) e).exitCode())
        .isEqualTo(code);
  }

  @Test
  void aServerThatIsTooOldHasItsOwnCode() {
    DataSource old = server(Map.of("server_version_num", "120005"));
    assertFails(() -> SourceServer.find(old), ExitCode.OTHER, "PostgreSQL 12.5 is too old");
  }

  @Test
  void aDataDirectoryThatIsNotHereIsNamed() {
    DataSource elsewhere =
        server(Map.of("server_version_num", "170002", "data_directory", "/nowhere/pg"));
    assertFails(() -> SourceServer.find(elsewhere), ExitCode.FAILED, "/nowhere/pg cannot be read");
  }

  @Test
  void aUserWhoMayNotAskIsToldWhatToGrant() {
    DataSource closed = server(Map.of("server_version_num", "170002"));
    assertFails(() -> SourceServer.find(closed), ExitCode.FAILED, "Grant it pg_monitor");
  }
}
