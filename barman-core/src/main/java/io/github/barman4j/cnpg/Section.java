/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import io.github.barman4j.storage.ObjectTags;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What is said for WAL, or for base backups: of the store, and of the work. For one thread. */
final class Section {

  static final String COMPRESSION = "compression";
  static final String LEVEL = "level";
  static final String PARALLEL = "parallel";
  static final String NO_PARTIAL = "no-partial";
  static final String JOBS = "jobs";
  static final String PART_SIZE = "part-size";
  static final String BANDWIDTH = "bandwidth";
  static final String CHECKPOINT = "checkpoint";

  final Provider provider;
  final Slots store = new Slots();
  final Slots work = new Slots();
  final Map<String, Path> tablespaces = new TreeMap<>();

  private final ObjectTags givenTags;
  private final ObjectTags givenHistoryTags;
  private ObjectTags addedTags = ObjectTags.EMPTY;
  private ObjectTags addedHistoryTags = ObjectTags.EMPTY;

  Section(ObjectStoreConfiguration configuration) {
    provider = Provider.of(configuration.credentials());
    givenTags = configuration.tags();
    givenHistoryTags = configuration.historyTags();
  }

  ObjectTags tags() {
    return givenTags.isEmpty() ? addedTags : givenTags;
  }

  ObjectTags historyTags() {
    return givenHistoryTags.isEmpty() ? addedHistoryTags : givenHistoryTags;
  }

  void addTag(String text) {
    addedTags = added(addedTags, givenTags, text, "spec.configuration.tags");
  }

  void addHistoryTag(String text) {
    addedHistoryTags =
        added(addedHistoryTags, givenHistoryTags, text, "spec.configuration.historyTags");
  }

  private static ObjectTags added(ObjectTags tags, ObjectTags given, String text, String field) {
    Map.Entry<String, String> tag = CsvPair.parse(text);
    if (!given.isEmpty()) {
      if (tag.getValue().equals(given.values().get(tag.getKey()))) {
        return tags;
      }
      throw new IllegalArgumentException(field + " already says otherwise");
    }
    Map<String, String> all = new TreeMap<>(tags.values());
    all.put(tag.getKey(), tag.getValue());
    return ObjectTags.of(all);
  }
}
