/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * An {@code ObjectStore} of {@code barmancloud.cnpg.io/v1}: where the archives of PostgreSQL
 * servers are, how to get there, and how to work there. Immutable, and never contradicts itself.
 *
 * @param metadata which resource it is
 * @param spec what it asks for
 * @param status what the plugin last said; {@link ObjectStoreStatus#NONE} if nothing
 */
public record ObjectStoreResource(
    ResourceMetadata metadata, ObjectStoreSpec spec, ObjectStoreStatus status) {

  /** The version of the resource. */
  public static final String API_VERSION = "barmancloud.cnpg.io/v1";

  /** The kind of the resource. */
  public static final String KIND = "ObjectStore";

  /** Checks that all are there. */
  public ObjectStoreResource {
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(status, "status");
  }

  /**
   * Reads a document of YAML 1.2 or JSON that is one such resource.
   *
   * @throws InvalidObjectStoreException if it is none, or not valid, with every problem by its path
   */
  public static ObjectStoreResource parse(String text) {
    return ObjectStoreDocuments.one(text);
  }

  /**
   * Reads every such resource of several documents, or of a list as {@code kubectl get} prints it.
   * Resources of other API groups are left out.
   *
   * @throws InvalidObjectStoreException if one is not valid, with every problem of every document
   */
  public static List<ObjectStoreResource> parseAll(String text) {
    return ObjectStoreDocuments.all(text);
  }

  /**
   * Reads a file in UTF-8 as {@link #parse} does.
   *
   * @throws IOException if it cannot be read
   * @throws InvalidObjectStoreException if it has no such resource, or it is not valid
   */
  public static ObjectStoreResource read(Path file) throws IOException {
    return parse(Files.readString(file, StandardCharsets.UTF_8));
  }

  static ObjectStoreResource read(Fields fields) {
    fields.choice("apiVersion", List.of(API_VERSION));
    fields.choice("kind", List.of(KIND));
    fields.requiredText("apiVersion");
    fields.requiredText("kind");
    ResourceMetadata metadata = fields.object("metadata", ResourceMetadata::read);
    ObjectStoreSpec spec = fields.object("spec", ObjectStoreSpec::read);
    ObjectStoreStatus status = fields.object("status", ObjectStoreStatus::read);
    if (metadata == null) {
      fields.problem("metadata", "is required");
    }
    return new ObjectStoreResource(
        Fields.required("metadata", metadata),
        Fields.required("spec", spec),
        status == null ? ObjectStoreStatus.NONE : status);
  }
}
