/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.api.client.http.AbstractInputStreamContent;
import io.github.barman4j.storage.spi.upload.PartBody;
import java.io.IOException;
import java.io.InputStream;

/** Bytes of a part as the body of a request, read anew whenever it is repeated. */
final class GcsPartContent extends AbstractInputStreamContent {

  private final PartBody part;
  private final long offset;
  private final long length;

  GcsPartContent(PartBody part, long offset, long length) {
    super(GcsRequests.CONTENT_TYPE);
    this.part = part;
    this.offset = offset;
    this.length = length;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    InputStream in = part.open();
    in.skipNBytes(offset);
    return in;
  }

  @Override
  public void writeTo(java.io.OutputStream out) throws IOException {
    InputStream in = getInputStream();
    byte[] buffer = new byte[64 << 10];
    for (long left = length; left > 0; ) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      out.write(buffer, 0, count);
      left -= count;
    }
    out.flush();
  }

  @Override
  public long getLength() {
    return length;
  }

  @Override
  public boolean retrySupported() {
    return true;
  }
}
