/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.filter;

/** The operations of a store that touch objects. */
public enum StoreOperation {
  /** {@code put}. */
  PUT,
  /** {@code get}, until its stream is closed. */
  GET,
  /** {@code head}. */
  HEAD,
  /** {@code list}, one page. */
  LIST,
  /** {@code delete}, all keys of a call. */
  DELETE,
  /** {@code copy}. */
  COPY,
  /** {@code tags}. */
  TAGS,
  /** {@code replaceTags}. */
  REPLACE_TAGS
}
