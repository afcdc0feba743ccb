/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */

/** What an archive is good for now: which backups, how far they recover, what is missing. */
@org.jspecify.annotations.NullMarked
package io.github.barman4j.status;
