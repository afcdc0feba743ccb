/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.manifest;

/**
 * What a manifest says of a file.
 *
 * @param path below the data directory, with slashes
 * @param size in bytes
 * @param algorithm of the checksum, {@code CRC32C}, {@code SHA256} and so on; empty for none
 * @param checksum in hexadecimal digits, empty for none
 */
public record ManifestFile(String path, long size, String algorithm, String checksum) {}
