/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** Tests of the S3 back end. */
@NullMarked
package io.github.barman4j.storage.s3;

import org.jspecify.annotations.NullMarked;
