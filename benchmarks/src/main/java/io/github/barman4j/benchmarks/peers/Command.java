/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks.peers;

import java.util.List;
import java.util.Map;

/** A program with its arguments, and what is added to its environment. */
record Command(List<String> arguments, Map<String, String> environment) {}
