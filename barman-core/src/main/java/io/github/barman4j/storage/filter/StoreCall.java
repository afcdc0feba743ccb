/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.filter;

import java.time.Duration;

/**
 * A call of a store that has ended.
 *
 * @param operation what was called
 * @param subject the key, the target's for a copy; the prefix of a list; the first key of a delete,
 *     empty if there was none
 * @param objects how many were meant: the keys given to a delete, the keys and prefixes that a list
 *     found, else 1
 * @param bytes how many passed through here, also if it failed
 * @param duration from the call to its end; for a get to the closing of its stream
 */
public record StoreCall(
    StoreOperation operation, String subject, long objects, long bytes, Duration duration) {}
