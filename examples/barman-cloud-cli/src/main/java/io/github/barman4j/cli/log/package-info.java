/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */

/** The log of the programs: lines on standard error in the shape of Barman's. */
@org.jspecify.annotations.NullMarked
package io.github.barman4j.cli.log;
