/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a program left.
 *
 * @param exit its exit code
 * @param stdout what it printed, names of the run replaced
 * @param stderr for messages, not compared
 * @param objects digest of the content by key below the bucket
 * @param files digest of the content by path below the run's directory
 */
record Outcome(
    int exit,
    String stdout,
    String stderr,
    Map<String, String> objects,
    Map<String, String> files) {

  /** Returns in what another outcome is not the same. */
  Set<Aspect> differences(Outcome other) {
    Set<Aspect> found = EnumSet.noneOf(Aspect.class);
    add(found, Aspect.EXIT, exit != other.exit);
    add(found, Aspect.STDOUT, !stdout.equals(other.stdout));
    add(found, Aspect.OBJECTS, !objects.equals(other.objects));
    add(found, Aspect.FILES, !files.equals(other.files));
    return found;
  }

  private static void add(Set<Aspect> found, Aspect aspect, boolean differs) {
    if (differs) {
      found.add(aspect);
    }
  }

  /** Returns what of this is not the same in another outcome. */
  String beside(Outcome other) {
    StringBuilder text = new StringBuilder("exit " + exit);
    if (!stdout.equals(other.stdout)) {
      text.append("\n  stdout ").append(stdout.replace("\n", "\n    "));
    }
    return text.append(only("object", objects, other.objects))
        .append(only("file", files, other.files))
        .append("\n  stderr ")
        .append(stderr.strip().replace("\n", "\n    "))
        .toString();
  }

  private static String only(String what, Map<String, String> these, Map<String, String> those) {
    Map<String, String> only = new TreeMap<>(these);
    only.entrySet().removeIf(entry -> entry.getValue().equals(those.get(entry.getKey())));
    return only.isEmpty() ? "" : "\n  " + what + "s " + only;
  }
}
