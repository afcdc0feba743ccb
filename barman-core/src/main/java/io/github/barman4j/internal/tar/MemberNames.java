/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.tar;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Names of members as relative paths that stay below the directory they are extracted to. */
final class MemberNames {
  private MemberNames() {}

  /**
   * The name without empty and {@code .} steps; {@code .} if no other is left.
   *
   * @throws RefusedNameException if it is empty or absolute, has a zero byte or a {@code ..} step
   */
  static String normalize(String name) {
    requireRelative(name);
    String normal =
        Arrays.stream(name.split("/", -1))
            .filter(step -> !step.isEmpty() && !step.equals("."))
            .peek(step -> require(!step.equals(".."), "it leads upwards"))
            .collect(Collectors.joining("/"));
    return normal.isEmpty() ? "." : normal;
  }

  private static void requireRelative(String name) {
    require(!name.isEmpty(), "it is empty");
    require(!name.startsWith("/"), "it is absolute");
    require(name.indexOf('\0') < 0, "it has a zero byte");
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new RefusedNameException(problem);
    }
  }
}
