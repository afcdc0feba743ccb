/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.copy;

/**
 * How far a copy is in its phase.
 *
 * @param phase what it is doing
 * @param objectsDone objects compared or copied so far, in this phase
 * @param objectsTotal objects of the phase by the plan
 * @param bytesDone bytes of those done and of those under way
 * @param bytesTotal bytes of the phase by the plan
 */
public record CopyProgress(
    CopyPhase phase, long objectsDone, long objectsTotal, long bytesDone, long bytesTotal) {}
