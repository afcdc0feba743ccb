/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
/** The file system back end: a store in a directory. */
@NullMarked
package io.github.barman4j.storage.fs;

import org.jspecify.annotations.NullMarked;
