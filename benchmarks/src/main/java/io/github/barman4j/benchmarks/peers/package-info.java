/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** Whole processes side by side: Barman's and ours, on the same cluster and the same S3 server. */
@NullMarked
package io.github.barman4j.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
