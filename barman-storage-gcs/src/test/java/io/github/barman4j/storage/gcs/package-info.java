/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** Tests of the back end of Google Cloud Storage. */
@NullMarked
package io.github.barman4j.storage.gcs;

import org.jspecify.annotations.NullMarked;
