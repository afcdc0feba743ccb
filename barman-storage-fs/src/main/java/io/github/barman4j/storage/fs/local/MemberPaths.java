/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;

/** Paths with names in UTF-8, whatever the locale of this JVM. */
final class MemberPaths {

  private static final int ASCII = 0x80;

  private MemberPaths() {}

  /** Returns the path of a member of a tree, whose name has slashes. */
  static Path resolve(Path root, String member) {
    return isAscii(member) ? root.resolve(member) : Path.of(uri(root, member));
  }

  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < ASCII);
  }

  /** A URI has the bytes of a path, which its text lacks where the locale lacks the characters. */
  private static URI uri(Path root, String member) {
    String text = root.toUri().toString();
    StringBuilder uri = new StringBuilder(text);
    if (!text.endsWith("/")) {
      uri.append('/');
    }
    for (byte b : member.getBytes(UTF_8)) {
      boolean plain = b == '/' || (b > 0 && Character.isLetterOrDigit(b));
      uri.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02X", b));
    }
    return URI.create(uri.toString());
  }
}
