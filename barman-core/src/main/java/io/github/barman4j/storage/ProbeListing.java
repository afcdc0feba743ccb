/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.io.IOException;
import java.util.List;

/** Checks of lists. */
final class ProbeListing {

  private static final List<String> LEVELS = List.of("list/a", "list/b/1", "list/b/2", "list/c");

  /** By UTF-8 bytes, which is not the order of UTF-16 units: the last two are the other way. */
  private static final List<String> ORDERED =
      List.of("order/B", "order/a", "order/ä", "order/\uFF21", "order/\uD83D\uDE00");

  private ProbeListing() {}

  static String list(ProbeScratch scratch) throws IOException {
    boolean written = scratch.isWritten("small");
    List<String> found = scratch.list(ListRequest.prefix(scratch.prefix() + "sm"));
    ProbeFailure.unlessEqual("List", written ? List.of("small") : List.of(), found);
    return written ? "finds the object" : "is empty";
  }

  static String order(ProbeScratch scratch) throws IOException {
    for (int i = ORDERED.size() - 1; i >= 0; i--) {
      scratch.put(ORDERED.get(i), new byte[1]);
    }
    List<String> found =
        scratch.list(ListRequest.prefix(scratch.prefix() + "order/").withPageSize(2));
    ProbeFailure.unlessEqual("List, two keys a page", ORDERED, found);
    return "by UTF-8 bytes, page after page";
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
