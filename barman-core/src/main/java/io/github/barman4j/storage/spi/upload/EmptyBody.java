/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.spi.upload;

import java.io.InputStream;

/** No bytes; {@link PartBody} for an empty object. */
enum EmptyBody implements PartBody {
  INSTANCE;

  @Override
  public long size() {
    return 0;
  }

  @Override
  public InputStream open() {
    return InputStream.nullInputStream();
  }
}
