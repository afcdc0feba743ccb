/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The codecs of an archive, in the containers that Barman's own tools write and read.
 *
 * <p>What is written is always exactly one gzip member, bzip2 stream, xz stream, LZ4 frame, zstd
 * frame or framed snappy stream, because Barman loses what follows the first one. What is read may
 * be any number of them. Reading never ends early without an error: truncation, trailing bytes and
 * failed checksums are {@link io.github.barman4j.compression.MalformedStreamException}s.
 *
 * <p>Two cuts cannot be seen by any reader of the format and must be caught by the size of what
 * comes out (a WAL segment's is known, a tar says where it ends): a framed snappy stream cut
 * between two chunks, and any codec's input cut between two members, streams or frames.
 */
@NullMarked
package io.github.barman4j.compression;

import org.jspecify.annotations.NullMarked;
