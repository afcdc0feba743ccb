/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import io.github.barman4j.storage.ObjectKey;

/**
 * Which part of which upload.
 *
 * @param key of the object to be
 * @param uploadId of the multipart upload
 * @param number from 1
 */
record S3Part(ObjectKey key, String uploadId, int number) {}
