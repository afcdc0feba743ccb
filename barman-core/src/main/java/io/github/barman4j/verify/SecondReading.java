/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.verify.ManifestCheck.FileCheck;
import java.io.IOException;
import java.io.InputStream;

/** Compares the files of a part that was read before the manifest was known. */
final class SecondReading implements MemberVisitor {

  private final ManifestCheck manifest;
  private final byte[] buffer = new byte[1 << 18];

  SecondReading(ManifestCheck manifest) {
    this.manifest = manifest;
  }

  @Override
  public void directory(String path) {}

  @Override
  public void hardLink(String path) {
    manifest.markSeen(path);
  }

  @Override
  public void file(PartObject part, String path, InputStream content) throws IOException {
    FileCheck check = manifest.begin(part.key(), path);
    for (int length = fill(content); length > 0; length = fill(content)) {
      check.update(buffer, length);
    }
    check.end();
  }

  private int fill(InputStream content) throws IOException {
    return content.readNBytes(buffer, 0, buffer.length);
  }
}
