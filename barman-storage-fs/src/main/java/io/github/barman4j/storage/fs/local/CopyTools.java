/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

/** What copies files. Thread-safe. */
record CopyTools(KernelCopy kernel, BufferedCopy buffered) {}
