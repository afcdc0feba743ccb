/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** The s3 back end of {@link io.github.barman4j.storage}. */
@NullMarked
package io.github.barman4j.storage.s3;

import org.jspecify.annotations.NullMarked;
