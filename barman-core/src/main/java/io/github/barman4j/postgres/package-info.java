/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** PostgreSQL's own terms as values: LSN, timelines, names of WAL files, backup label. */
@NullMarked
package io.github.barman4j.postgres;

import org.jspecify.annotations.NullMarked;
