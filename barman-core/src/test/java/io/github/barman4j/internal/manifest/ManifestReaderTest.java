/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.barman4j.postgres.Lsn;
import io.github.barman4j.postgres.SystemIdentifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {

  private static final String BODY =
      """
      { "PostgreSQL-Backup-Manifest-Version": 2,
      "System-Identifier": 18446744073709551615,
      "Files": [
      { "Path": "a \\"b\\" \\u00e9", "Size": 3, "Last-Modified": "x", "Checksum-Algorithm": "CRC32C", "Checksum": "01020304" },
      {"Encoded-Path":"666f6f","Size":0, "Future": {"x": [1, "y", true, null]} }
      ],
      "WAL-Ranges": [
      { "Timeline": 1, "Start-LSN": "0/2000028", "End-LSN": "0/2000100" }
      ],
      """;

  private final List<ManifestFile> files = new ArrayList<>();

  private static String signed(String body) throws Exception {
    byte[] sum = MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8));
    return body + "\"Manifest-Checksum\": \"" + HexFormat.of().formatHex(sum) + "\"}\n";
  }

  private ManifestSummary read(String text) throws IOException {
    return ManifestReader.read(new ByteArrayInputStream(text.getBytes(UTF_8)), files::add);
  }

  @Test
  void readsFilesAndTheRest() throws Exception {
    ManifestSummary summary = read(signed(BODY));
    assertThat(files)
        .containsExactly(
            new ManifestFile("a \"b\" é", 3, "CRC32C", "01020304"),
            new ManifestFile("foo", 0, "", ""));
    assertThat(summary.systemIdentifier()).contains(new SystemIdentifier(-1));
    assertThat(summary.files()).isEqualTo(2);
    assertThat(summary.walRanges())
        .singleElement()
        .satisfies(range -> assertThat(range.end()).isEqualTo(Lsn.parse("0/2000100")));
  }

  @Test
  void refusesEveryCutAndEveryChangedByte() throws Exception {
    String whole = signed(BODY);
    for (int length = 0; length < whole.length() - 1; length++) {
      String cut = whole.substring(0, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedManifestException.class);
    }
    for (int at = 0; at < whole.length() - 1; at++) {
      char changed = whole.charAt(at) == '7' ? '8' : '7';
      String other = whole.substring(0, at) + changed + whole.substring(at + 1);
      assertThatThrownBy(() -> read(other)).isInstanceOf(MalformedManifestException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{ \"PostgreSQL-Backup-Manifest-Version\": 3,\n",
        "{ \"Files\": [ {\"Size\": 1} ],\n",
        "{ \"Files\": [ {\"Path\": \"x\"} ],\n",
        "{ \"Files\": [ {\"Path\": \"x\", \"Size\": 99999999999999999999} ],\n",
        "{ \"Files\": [ {\"Path\": \"x\", \"Size\": 1, \"Checksum-Algorithm\": \"CRC32C\"} ],\n",
        "{ \"WAL-Ranges\": [ {\"Timeline\": 0, \"Start-LSN\": \"0/1\", \"End-LSN\": \"0/2\"} ],\n",
        "{ \"X\": [[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]],\n",
        "{ \"X\": \"\\q\",\n"
      })
  void refusesWhatPostgresDoesNotWrite(String body) {
    assertThatThrownBy(() -> read(signed(body))).isInstanceOf(MalformedManifestException.class);
  }

  @Test
  void refusesALineThatWouldFillMemory() {
    String endless = "{ \"X\": \"a\", " + " ".repeat(3 << 20);
    assertThatThrownBy(() -> read(endless))
        .isInstanceOf(MalformedManifestException.class)
        .hasMessageContaining("longer than");
  }

  @Test
  void passesTheStreamsOwnFailureOn() {
    IOException broken = new IOException("connection reset");
    java.io.InputStream stream =
        new java.io.InputStream() {
          @Override
          public int read() throws IOException {
            throw broken;
          }
        };
    assertThatThrownBy(() -> ManifestReader.read(stream, files::add)).isSameAs(broken);
  }
}
