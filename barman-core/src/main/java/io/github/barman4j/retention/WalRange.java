/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.retention;

import io.github.barman4j.postgres.WalFileName;

/**
 * WAL files that follow one another in the archive and share a fate. There may be gaps between
 * them.
 *
 * @param first file of the range
 * @param last file of the range
 * @param files how many objects
 * @param bytes of all of them, as stored
 * @param deleted the plan deletes them
 * @param reason for a person
 */
public record WalRange(
    WalFileName first, WalFileName last, long files, long bytes, boolean deleted, String reason) {}
