/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks.peers;

/**
 * What a process and its descendants took.
 *
 * @param wallSeconds from start to end
 * @param cpuSeconds user and system time of all of them
 * @param peakMemory in bytes: the high-water mark of the largest one, or the most of all together
 *     with shared pages counted once, whichever is more
 * @param peakTemp in bytes: the most that was in the directory for temporary files and in open
 *     files without a name
 */
record Measurement(double wallSeconds, double cpuSeconds, long peakMemory, long peakTemp) {}
