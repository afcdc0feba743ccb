/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.storage.ObjectKey;

/**
 * An object that could not be deleted and may still be there.
 *
 * @param key of the object
 * @param cause why not
 */
public record FailedDeletion(ObjectKey key, Exception cause) {}
