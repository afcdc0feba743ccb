/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Finds the resources in a text. The parser makes nothing but maps, lists and scalars. */
final class ObjectStoreDocuments {

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setAllowDuplicateKeys(false).setLabel("ObjectStore").build();
  private static final String GROUP = "barmancloud.cnpg.io/";

  private final Problems problems = new Problems();
  private final List<ObjectStoreResource> found = new ArrayList<>();

  private ObjectStoreDocuments() {}

  static ObjectStoreResource one(String text) {
    List<Object> documents = load(text);
    if (documents.size() != 1) {
      throw invalid("must be one document, got " + documents.size());
    }
    ObjectStoreDocuments reader = new ObjectStoreDocuments();
    reader.add("", documents.get(0));
    reader.problems.throwIfAny();
    return reader.found.get(0);
  }

  static List<ObjectStoreResource> all(String text) {
    List<Object> documents = load(text);
    ObjectStoreDocuments reader = new ObjectStoreDocuments();
    for (int i = 0; i < documents.size(); i++) {
      reader.addOwn(documents.size() == 1 ? "" : "documents[" + i + "]", documents.get(i));
    }
    reader.problems.throwIfAny();
    return List.copyOf(reader.found);
  }

  private void add(String path, @Nullable Object document) {
    ObjectStoreResource resource = Fields.read(path, document, problems, ObjectStoreResource::read);
    if (resource != null) {
      found.add(resource);
    }
  }

  private void addOwn(String path, @Nullable Object document) {
    if (document instanceof Map<?, ?> map && map.get("items") instanceof List<?> items) {
      for (int i = 0; i < items.size(); i++) {
        addOwn(Problems.join(path, "items[" + i + "]"), items.get(i));
      }
    } else if (isOwn(document)) {
      add(path, document);
    }
  }

  /** What does not say that it is something else is taken for one, so that its problem is found. */
  private static boolean isOwn(@Nullable Object document) {
    return !(document instanceof Map<?, ?> map)
        || !(map.get("apiVersion") instanceof String version)
        || version.startsWith(GROUP);
  }

  private static List<Object> load(String text) {
    List<Object> documents = new ArrayList<>();
    try {
      for (Object document : new Load(SETTINGS).loadAllFromString(text)) {
        if (document != null) {
          documents.add(document);
        }
      }
    } catch (YamlEngineException e) {
      throw invalid("is neither YAML 1.2 nor JSON: " + describe(e));
    }
    return documents;
  }

  /** The parser's own message quotes the text, where there may be secrets. */
  private static String describe(YamlEngineException e) {
    if (e instanceof MarkedYamlEngineException marked) {
      return marked
          .getProblemMark()
          .map(mark -> "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
          .map(where -> marked.getProblem() + " at " + where)
          .orElse(marked.getProblem());
    }
    return e.getClass().getSimpleName();
  }

  private static InvalidObjectStoreException invalid(String reason) {
    return new InvalidObjectStoreException(List.of(new FieldProblem("", "the text " + reason)));
  }
}
