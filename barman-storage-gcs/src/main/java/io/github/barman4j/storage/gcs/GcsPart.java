/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

/**
 * A part that has arrived.
 *
 * @param name of the object that it is in, in full; empty for a chunk of a resumable upload
 * @param generation of that object
 */
record GcsPart(GcsChecksum checksum, String name, long generation) {

  static GcsPart ofChunk(GcsChecksum checksum) {
    return new GcsPart(checksum, "", 0);
  }
}
