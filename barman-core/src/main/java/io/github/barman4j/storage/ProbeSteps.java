/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import java.util.List;

/** Every check in its order: first what the others need. */
final class ProbeSteps {

  private static final String PUT = "put";
  private static final String GET = "get";
  private static final String HEAD = "head";
  private static final String LIST = "list";
  private static final String CREATE = "conditional create";
  private static final String NO_CONDITION =
      "barman4j looks whether the object is there and then writes it: two writers of the same WAL"
          + " file at the same moment can replace each other's";
  private static final String IF_CONDITION =
      "If the store honours If-None-Match, set conditional-writes=true (S3)";
  private static final String CONDITIONS =
      "Set conditional-writes=false, or compatibility to the store's profile (S3); barman4j then"
          + " looks before it writes";
  private static final String LISTING =
      "Restore and retention trust the order of lists; ask the store's maker, or for S3 set"
          + " compatibility to its profile";
  private static final String RETENTION =
      "Retention needs it. If the store lacks the bulk request, set bulk-delete=false, and if it"
          + " demands Content-MD5, content-md5=true (S3)";

  private ProbeSteps() {}

  static List<ProbeStep> all() {
    return java.util.stream.Stream.of(basics(), listing(), conditions(), rest())
        .flatMap(List::stream)
        .toList();
  }

  private static List<ProbeStep> basics() {
    return List.of(
        ProbeStep.of(PUT, ProbeBasics::put)
            .isNeeded()
            .hint(
                "Check the location and endpoint-url. A store that imitates S3 may need its profile"
                    + " (compatibility), addressing-style=path, checksums=when-required or"
                    + " chunked-encoding=false"),
        ProbeStep.of(HEAD, ProbeBasics::head).isNeeded().after(PUT),
        ProbeStep.of(GET, ProbeBasics::get)
            .isNeeded()
            .after(PUT)
            .hint("Bytes change on their way: check proxies, and for S3 checksums=when-required"),
        ProbeStep.of("absent object", ProbeBasics::absent)
            .isNeeded()
            .hint(
                "An absent object must be told from a forbidden one: allow the credentials to list"
                    + " the bucket (s3:ListBucket, Storage Blob Data Reader,"
                    + " storage.objects.list)"),
        ProbeStep.of("empty object", ProbeBasics::empty).after(PUT, GET, HEAD),
        ProbeStep.of("ranged get", ProbeBasics::range)
            .isNeeded()
            .after(PUT, GET)
            .hint("A restore cannot go on after a broken connection without it; check proxies"),
        ProbeStep.of("get of a version", ProbeBasics::version)
            .after(PUT, GET)
            .hint("A read that goes on after a broken connection may mix two versions"),
        ProbeStep.of("odd key names", ProbeBasics::oddNames)
            .after(PUT, GET)
            .hint("Use server names of letters, digits, '-', '_' and '.' only"));
  }

  private static List<ProbeStep> listing() {
    return List.of(
        ProbeStep.of(LIST, ProbeListing::list)
            .isNeeded()
            .hint("Allow the credentials to list; check the location's prefix"),
        ProbeStep.of("list order", ProbeListing::order).isNeeded().after(PUT, LIST).hint(LISTING),
        ProbeStep.of("list non-ASCII", ProbeListing::unicode)
            .after(PUT, LIST)
            .hint("Use server names of ASCII letters only; no other key of an archive has more"),
        ProbeStep.of("list folded", ProbeListing::folded).isNeeded().after(PUT, LIST).hint(LISTING),
        ProbeStep.of("list from a key", ProbeListing::startAfter)
            .isNeeded()
            .after(PUT, LIST)
            .hint(LISTING));
  }

  private static List<ProbeStep> conditions() {
    return List.of(
        ProbeStep.of(CREATE, ProbeConditions::create)
            .isNeeded()
            .after(PUT, GET)
            .where(StoreCapabilities::conditionalCreate, NO_CONDITION, IF_CONDITION)
            .hint(CONDITIONS),
        ProbeStep.of("racing creates", ProbeConditions::race)
            .isNeeded()
            .after(CREATE)
            .where(StoreCapabilities::conditionalCreate, NO_CONDITION, IF_CONDITION)
            .hint(CONDITIONS),
        ProbeStep.of("conditional update", ProbeConditions::update)
            .after(PUT, GET)
            .where(StoreCapabilities::conditionalUpdate, "barman4j works without it", "")
            .hint("barman4j works without it"));
  }

  private static List<ProbeStep> rest() {
    return List.of(
        ProbeStep.of("multipart", ProbeLarge::multipart)
            .isNeeded()
            .after(PUT, GET)
            .hint(
                "Large backups need it. Try another part-size; a store that imitates S3 may need its"
                    + " profile (compatibility), checksums=when-required or a smaller max-parts"),
        ProbeStep.of("broken body", ProbeLarge::broken)
            .isNeeded()
            .after(PUT, HEAD)
            .hint("Half a backup would look whole: do not use this store"),
        ProbeStep.of("tags", ProbeOthers::tags)
            .after(PUT)
            .where(
                StoreCapabilities::tags,
                "backups cannot be given tags",
                "If the store has object tags, set object-tags=true (S3)")
            .hint("Only backups with tags need it: if the store has none, object-tags=false (S3)"),
        ProbeStep.of("copy", ProbeOthers::copy)
            .after(PUT, GET)
            .hint("barman4j itself does not need it"),
        ProbeStep.of("bulk delete", ProbeOthers::delete)
            .isNeeded()
            .after(PUT, HEAD)
            .hint(RETENTION));
  }
}
