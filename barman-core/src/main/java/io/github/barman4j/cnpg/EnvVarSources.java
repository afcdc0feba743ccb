/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import io.github.barman4j.cnpg.EnvVarSource.ConfigMapKey;
import io.github.barman4j.cnpg.EnvVarSource.ContainerResource;
import io.github.barman4j.cnpg.EnvVarSource.FileKey;
import io.github.barman4j.cnpg.EnvVarSource.PodField;
import io.github.barman4j.cnpg.EnvVarSource.SecretKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads {@link EnvVarSource}s. */
final class EnvVarSources {

  private EnvVarSources() {}

  /** Reads exactly one source. */
  static EnvVarSource read(Fields fields) {
    List<EnvVarSource> given = new ArrayList<>();
    add(given, fields, "configMapKeyRef", EnvVarSources::configMapKey);
    add(given, fields, "secretKeyRef", EnvVarSources::secretKey);
    add(given, fields, "fieldRef", EnvVarSources::podField);
    add(given, fields, "resourceFieldRef", EnvVarSources::containerResource);
    add(given, fields, "fileKeyRef", EnvVarSources::fileKey);
    if (given.size() != 1) {
      throw new InvalidObjectStoreException(
          List.of(
              new FieldProblem(
                  "",
                  "must have exactly one of configMapKeyRef, secretKeyRef, fieldRef,"
                      + " resourceFieldRef and fileKeyRef")));
    }
    return given.get(0);
  }

  private static void add(
      List<EnvVarSource> given, Fields fields, String name, Function<Fields, EnvVarSource> reader) {
    EnvVarSource source = fields.object(name, reader);
    if (source != null) {
      given.add(source);
    }
  }

  private static EnvVarSource configMapKey(Fields fields) {
    return new ConfigMapKey(
        fields.requiredText("name"), fields.requiredText("key"), fields.isSet("optional"));
  }

  private static EnvVarSource secretKey(Fields fields) {
    return new SecretKey(
        fields.requiredText("name"), fields.requiredText("key"), fields.isSet("optional"));
  }

  private static EnvVarSource podField(Fields fields) {
    return new PodField(fields.text("apiVersion"), fields.requiredText("fieldPath"));
  }

  private static EnvVarSource containerResource(Fields fields) {
    return new ContainerResource(
        fields.text("containerName"), fields.requiredText("resource"), fields.text("divisor"));
  }

  private static EnvVarSource fileKey(Fields fields) {
    return new FileKey(
        fields.requiredText("volumeName"),
        fields.requiredText("path"),
        fields.requiredText("key"),
        fields.isSet("optional"));
  }
}
