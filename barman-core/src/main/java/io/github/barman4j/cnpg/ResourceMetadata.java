/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which resource it is. What else Kubernetes keeps in metadata is read and left out.
 *
 * @param name of the resource
 * @param namespace where it is; null for that of whoever reads it
 * @param labels by name
 * @param annotations by name; not in {@link #toString()}
 */
public record ResourceMetadata(
    String name,
    @Nullable String namespace,
    Map<String, String> labels,
    Map<String, String> annotations) {

  /**
   * Copies and checks the names.
   *
   * @throws InvalidObjectStoreException if one is not a name in Kubernetes
   */
  public ResourceMetadata {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    Problems problems = new Problems();
    Names.requireSubdomain(problems, "name", name);
    if (namespace != null) {
      Names.requireLabel(problems, "namespace", namespace);
    }
    problems.throwIfAny();
  }

  static ResourceMetadata read(Fields fields) {
    fields.skip(
        "creationTimestamp",
        "deletionGracePeriodSeconds",
        "deletionTimestamp",
        "finalizers",
        "generateName",
        "generation",
        "managedFields",
        "ownerReferences",
        "resourceVersion",
        "selfLink",
        "uid");
    return new ResourceMetadata(
        fields.requiredText("name"),
        fields.text("namespace"),
        fields.pairs("labels"),
        fields.pairs("annotations"));
  }

  /** Returns namespace and name. */
  @Override
  public String toString() {
    return namespace == null ? name : namespace + "/" + name;
  }
}
