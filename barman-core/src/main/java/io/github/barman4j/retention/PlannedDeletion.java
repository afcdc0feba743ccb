/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.storage.ObjectKey;

/**
 * An object that a plan deletes.
 *
 * @param key of the object
 * @param size in bytes
 * @param reason for a person
 */
public record PlannedDeletion(ObjectKey key, long size, String reason) {}
