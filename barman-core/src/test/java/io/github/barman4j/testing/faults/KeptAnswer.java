/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

/** An answer kept whole, body without framing. */
record KeptAnswer(HttpHead head, byte[] body) {}
