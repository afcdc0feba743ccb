/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Which backups and which WAL are no longer needed: a plan, looked at first and applied then.
 *
 * <p>What is stricter than Barman's own deletion:
 *
 * <ul>
 *   <li>WAL is judged by position alone: whatever lies at or behind the begin of any backup that
 *       stays is kept, on every timeline; history files are always kept.
 *   <li>No WAL goes unless a usable backup goes with it, none while a backup is unreadable or does
 *       not say where it began, none while backups of several clusters are there.
 *   <li>A running backup protects WAL: ours by its note, others by a recent object.
 *   <li>A backup counts for nothing whose data is not all there, or whose own WAL is not, unless
 *       the archive has no WAL at all; nor does an incremental one; one that others build on stays.
 *   <li>A backup is marked as failed before any of it goes. What an interrupted deletion left goes
 *       with the next policy.
 *   <li>Backups are in the order of time, not of names.
 * </ul>
 */
@NullMarked
package io.github.barman4j.retention;

import org.jspecify.annotations.NullMarked;
