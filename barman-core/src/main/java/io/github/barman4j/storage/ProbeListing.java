/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.io.IOException;
import java.util.List;

/** Checks of lists. */
final class ProbeListing {

  private static final List<String> LEVELS = List.of("list/a", "list/b/1", "list/b/2", "list/c");

  private static final List<String> ASCII =
      List.of("order/A", "order/B", "order/_", "order/a", "order/a_", "order/aa", "order/b");

  /** By UTF-8 bytes, which is not the order of UTF-16 units: there the last two are reversed. */
  private static final List<String> UNICODE =
      List.of("unicode/a", "unicode/ä", "unicode/\uFF21", "unicode/\uD83D\uDE00");

  private ProbeListing() {}

  static String list(ProbeScratch scratch) throws IOException {
    boolean written = scratch.isWritten("small");
    List<String> found = scratch.list(ListRequest.prefix(scratch.prefix() + "sm"));
    ProbeFailure.unlessEqual("List", written ? List.of("small") : List.of(), found);
    return written ? "finds the object" : "is empty";
  }

  static String order(ProbeScratch scratch) throws IOException {
    requireOrder(scratch, "order/", ASCII);
    return "ascending, page after page";
  }

  static String unicode(ProbeScratch scratch) throws IOException {
    requireOrder(scratch, "unicode/", UNICODE);
    return "by UTF-8 bytes";
  }

  private static void requireOrder(ProbeScratch scratch, String prefix, List<String> ordered)
      throws IOException {
    for (int i = ordered.size() - 1; i >= 0; i--) {
      scratch.put(ordered.get(i), new byte[1]);
    }
    List<String> found =
        scratch.list(ListRequest.prefix(scratch.prefix() + prefix).withPageSize(2));
    ProbeFailure.unlessEqual("List, two keys a page", ordered, found);
  }

  static String folded(ProbeScratch scratch) throws IOException {
    putLevels(scratch);
    ListPage page = scratch.store().list(ListRequest.directory(scratch.prefix() + "list/"));
    ProbeFailure.unlessEqual(
        "Common prefixes", List.of(scratch.prefix() + "list/b/"), page.prefixes());
    List<String> keys = page.objects().stream().map(object -> object.key().lastName()).toList();
    ProbeFailure.unlessEqual("Keys of the level", List.of("a", "c"), keys);
    return "by '/', into common prefixes";
  }

  static String startAfter(ProbeScratch scratch) throws IOException {
    putLevels(scratch);
    ListRequest request = ListRequest.prefix(scratch.prefix() + "list/");
    List<String> found = scratch.list(request.withStartAfter(scratch.prefix() + "list/b/1"));
    ProbeFailure.unlessEqual("List behind list/b/1", LEVELS.subList(2, 4), found);
    return "begins behind it";
  }

  private static void putLevels(ProbeScratch scratch) throws IOException {
    for (String name : LEVELS) {
      scratch.put(name, new byte[1]);
    }
  }
}
