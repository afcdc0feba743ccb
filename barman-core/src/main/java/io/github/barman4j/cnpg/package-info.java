/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The {@code ObjectStore} resource of CloudNativePG's Barman Cloud plugin: read, checked and turned
 * into what this library takes.
 *
 * <p>{@link io.github.barman4j.cnpg.ObjectStoreResource} reads {@code barmancloud.cnpg.io/v1} from
 * YAML or JSON into records that mirror it field by field; what contradicts itself is refused with
 * every problem by its path. {@link io.github.barman4j.cnpg.ObjectStoreSettings} translates it,
 * with secrets from a {@link io.github.barman4j.cnpg.SecretResolver}. Nothing here talks to
 * Kubernetes.
 */
@NullMarked
package io.github.barman4j.cnpg;

import org.jspecify.annotations.NullMarked;
