/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import java.io.IOException;
import java.io.InputStream;

/** Is shown the members of a part that could be restored. For one thread. */
interface MemberVisitor {

  void directory(String path);

  void hardLink(String path);

  void file(PartObject part, String path, InputStream content) throws IOException;
}
