/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.storage.ObjectTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The tags of what is written. */
final class TagOptions {

  static final Exclusion ONE_FORM = Exclusion.atMostOne("--tags", "--tag");

  @Option(
      names = "--tags",
      arity = "0..*",
      paramLabel = "KEY,VALUE",
      description = "Tags of every object written; takes all words that follow.")
  List<String> tags = new ArrayList<>();

  @Option(
      names = "--tag",
      paramLabel = "KEY,VALUE",
      description = "A tag of every object written; may be repeated.")
  List<String> tag = new ArrayList<>();

  /** Returns the tags that are asked for, empty if none are. */
  Optional<ObjectTags> find() {
    return Optional.of(Tags.of(tag, tags)).filter(read -> !read.isEmpty());
  }
}
