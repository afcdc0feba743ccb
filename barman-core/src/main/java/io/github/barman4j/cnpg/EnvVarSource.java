/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import org.jspecify.annotations.Nullable;

/** Where Kubernetes takes the value of a variable from. Immutable. */
public sealed interface EnvVarSource {

  /**
   * A value in a ConfigMap.
   *
   * @param name of the ConfigMap
   * @param key of the value
   * @param optional whether it may be absent
   */
  record ConfigMapKey(String name, String key, boolean optional) implements EnvVarSource {}

  /**
   * A value in a Secret.
   *
   * @param name of the Secret
   * @param key of the value
   * @param optional whether it may be absent
   */
  record SecretKey(String name, String key, boolean optional) implements EnvVarSource {}

  /**
   * A field of the pod.
   *
   * @param apiVersion of the path; null for v1
   * @param fieldPath such as {@code metadata.name}
   */
  record PodField(@Nullable String apiVersion, String fieldPath) implements EnvVarSource {}

  /**
   * A resource of a container.
   *
   * @param containerName of which; null for the own one
   * @param resource such as {@code limits.memory}
   * @param divisor a quantity; null for 1
   */
  record ContainerResource(
      @Nullable String containerName, String resource, @Nullable String divisor)
      implements EnvVarSource {}

  /**
   * A value in a file of a volume.
   *
   * @param volumeName of the volume
   * @param path of the file in it
   * @param key of the value
   * @param optional whether it may be absent
   */
  record FileKey(String volumeName, String path, String key, boolean optional)
      implements EnvVarSource {}
}
