/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void looksAsPythonWritesIt() {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put("a", Arrays.asList(1, 2.5, null, true));
    map.put(7, "x");
    map.put("", Map.of());
    assertThat(Json.write(map)).isEqualTo("{\"a\": [1, 2.5, null, true], \"7\": \"x\", \"\": {}}");
  }

  @Test
  void textsAreEscaped() {
    assertThat(Json.write("\"\\\b\f\n\r\t\u0001/é\ud83d\udc18~\u007f"))
        .isEqualTo("\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001/\\u00e9\\ud83d\\udc18~\\u007f\"");
  }
}
