/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

/**
 * What a store can do, as data: ask before I/O.
 *
 * @param conditionalCreate {@link WriteCondition.IfAbsent} is honoured atomically
 * @param conditionalUpdate {@link WriteCondition.IfMatch} is honoured atomically
 * @param tags objects have tags
 * @param objectLock objects can be locked against deletion
 * @param emptyNames keys may begin with a slash or contain two in a row
 * @param leftovers what writers that died left can be seen and removed
 * @param maxObjectSize in bytes
 * @param maxParts the most parts one object is uploaded in
 * @param maxDeleteBatch the most keys one request to the store deletes; larger calls are split
 */
public record StoreCapabilities(
    boolean conditionalCreate,
    boolean conditionalUpdate,
    boolean tags,
    boolean objectLock,
    boolean emptyNames,
    boolean leftovers,
    long maxObjectSize,
    int maxParts,
    int maxDeleteBatch) {}
