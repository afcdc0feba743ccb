/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * For authors of back ends: what turns a body of unknown length into parts that are sent in
 * parallel within a memory budget. {@link io.github.barman4j.storage.spi.upload.Uploads} drives, a
 * back end's {@link io.github.barman4j.storage.spi.upload.UploadTarget} sends.
 */
@NullMarked
package io.github.barman4j.storage.spi.upload;

import org.jspecify.annotations.NullMarked;
