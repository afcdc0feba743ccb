/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Checks of tags, of copies inside the store and of deletes. */
final class ProbeOthers {

  private static final int MAX = 64;

  private ProbeOthers() {}

  static String tags(ProbeScratch scratch) throws IOException {
    ObjectTags first = ObjectTags.of(Map.of("barman4j", "probe", "step", "first"));
    ObjectTags second = ObjectTags.of(Map.of("step", "second"));
    scratch.put("tagged", new byte[1], PutOptions.overwrite().withTags(first));
    ObjectKey key = scratch.key("tagged");
    ProbeFailure.unlessEqual("Tags after put", first, scratch.store().tags(key));
    scratch.store().replaceTags(key, second);
    ProbeFailure.unlessEqual("Tags replaced", second, scratch.store().tags(key));
    return "written, read, replaced";
  }

  static String copy(ProbeScratch scratch) throws IOException {
    scratch.put("original", "to be copied".getBytes(UTF_8));
    scratch.store().copy(scratch.key("original"), scratch.key("copied"), PutOptions.overwrite());
    String copied = new String(scratch.read("copied", MAX), UTF_8);
    ProbeFailure.unlessEqual("The copy", "to be copied", copied);
    return "inside the store";
  }

  static String delete(ProbeScratch scratch) throws IOException {
    for (String name : List.of("doomed/1", "doomed/2")) {
      scratch.put(name, new byte[1]);
    }
    List<ObjectKey> keys =
        List.of(scratch.key("doomed/1"), scratch.key("doomed/absent"), scratch.key("doomed/2"));
    DeleteResult result = scratch.store().delete(keys);
    result.throwIfIncomplete();
    for (ObjectKey key : keys) {
      ProbeFailure.unless(
          ObjectStores.find(scratch.store(), key).isEmpty(), "Deleted, but still there: " + key);
    }
    return "2 objects and an absent one";
  }
}
