/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Finds the resources in a text. The parser makes nothing but maps, lists and scalars. */
final class ObjectStoreDocuments {

  private static final int MOST_CHARACTERS = 1 << 20;
  private static final int DEEPEST = 64;
  private static final int MOST_DIGITS = 1000;
  private static final int MOST_ALIASES = 10;
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setAllowDuplicateKeys(false)
          .setMaxAliasesForCollections(MOST_ALIASES)
          .setCodePointLimit(MOST_CHARACTERS)
          .setLabel("ObjectStore")
          .build();
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
      reader.addOwn(documents.size() == 1 ? "" : "documents[" + i + "]", documents.get(i), 0);
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

  /** An alias can put a list into itself. */
  private void addOwn(String path, @Nullable Object document, int depth) {
    if (depth > DEEPEST) {
      throw invalid("is a list in lists, more than " + DEEPEST + " deep");
    }
    if (document instanceof Map<?, ?> map && map.get("items") instanceof List<?> items) {
      for (int i = 0; i < items.size(); i++) {
        addOwn(Problems.join(path, "items[" + i + "]"), items.get(i), depth + 1);
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
      requireBounded(text);
      for (Object document : new Load(SETTINGS).loadAllFromString(text)) {
        if (document != null) {
          documents.add(document);
        }
      }
    } catch (YamlEngineException e) {
      throw invalid("is neither YAML 1.2 nor JSON: " + describe(e));
    } catch (IllegalArgumentException e) {
      // The parser lets through what the JDK says of an escape that is no character
      throw invalid("is neither YAML 1.2 nor JSON: it has an escape that is no character");
    }
    return documents;
  }

  /** Digits take quadratic time. */
  private static void requireBounded(String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw invalid("has more than " + MOST_CHARACTERS + " characters: " + text.length());
    }
    int digits = 0;
    for (int i = 0; i < text.length() && digits <= MOST_DIGITS; i++) {
      digits = Character.isDigit(text.charAt(i)) ? digits + 1 : 0;
    }
    if (digits > MOST_DIGITS) {
      throw invalid("has a number of more than " + MOST_DIGITS + " digits");
    }
    requireShallow(new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text)));
  }

  /** Whatever is nested is read by recursion, but not by the parser itself. */
  private static void requireShallow(Iterator<Event> events) {
    int depth = 0;
    while (events.hasNext()) {
      Event event = events.next();
      depth += event instanceof CollectionStartEvent ? 1 : 0;
      depth -= event instanceof CollectionEndEvent ? 1 : 0;
      if (depth > DEEPEST) {
        throw invalid("is nested more than " + DEEPEST + " deep");
      }
    }
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
