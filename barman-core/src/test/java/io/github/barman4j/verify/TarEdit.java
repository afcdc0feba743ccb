/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.internal.io.ChecksumAlgorithm;
import io.github.barman4j.internal.tar.TarAttributes;
import io.github.barman4j.internal.tar.TarMember;
import io.github.barman4j.internal.tar.TarReader;
import io.github.barman4j.internal.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes tars again with a member changed, dropped or added. */
final class TarEdit {

  private static final TarAttributes PLAIN =
      new TarAttributes(0600, 0, 0, "", "", FileTime.fromMillis(0));

  private TarEdit() {}

  /** What becomes of a file's content; null drops the file. */
  interface Edit {
    byte @Nullable [] apply(String name, byte[] content);
  }

  static UnaryOperator<byte[]> change(String member, UnaryOperator<byte[]> change) {
    return rewrite((name, content) -> name.equals(member) ? change.apply(content) : content);
  }

  static UnaryOperator<byte[]> drop(String member) {
    return rewrite((name, content) -> name.equals(member) ? null : content);
  }

  static UnaryOperator<byte[]> rewrite(Edit edit) {
    return tar -> write(writer -> copy(tar, edit, writer));
  }

  static UnaryOperator<byte[]> add(String member, String text) {
    return tar ->
        write(
            writer -> {
              copy(tar, (name, content) -> content, writer);
              byte[] bytes = text.getBytes(UTF_8);
              writer.addFile(member, bytes.length, PLAIN, new ByteArrayInputStream(bytes));
            });
  }

  interface Content {
    void writeTo(TarWriter tar) throws IOException;
  }

  static byte[] write(Content content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      TarWriter writer = new TarWriter(out, ChecksumAlgorithm.NONE, () -> {});
      content.writeTo(writer);
      writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void copy(byte[] tar, Edit edit, TarWriter writer) throws IOException {
    TarReader reader = new TarReader(new ByteArrayInputStream(tar), "test");
    for (TarMember member = reader.next(); member != null; member = reader.next()) {
      if (member.type() == TarMember.Type.DIRECTORY) {
        writer.addDirectory(member.name(), PLAIN);
        continue;
      }
      byte[] content = edit.apply(member.name(), reader.stream().readAllBytes());
      if (content != null) {
        writer.addFile(member.name(), content.length, PLAIN, new ByteArrayInputStream(content));
      }
    }
  }

  /** Returns what tells the contents of files from others, by name. */
  static Map<String, Integer> files(byte[] tar) {
    Map<String, Integer> files = new TreeMap<>();
    try {
      TarReader reader = new TarReader(new ByteArrayInputStream(tar), "test");
      for (TarMember member = reader.next(); member != null; member = reader.next()) {
        files.put(member.name(), Arrays.hashCode(reader.stream().readAllBytes()));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the content of a file, null if the tar has none of this name. */
  static byte @Nullable [] content(byte[] tar, String name) {
    try {
      TarReader reader = new TarReader(new ByteArrayInputStream(tar), "test");
      for (TarMember member = reader.next(); member != null; member = reader.next()) {
        if (member.name().equals(name)) {
          return reader.stream().readAllBytes();
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the name of the first file with content that is wanted, empty if there is none. */
  static String find(byte[] tar, Predicate<String> wanted) {
    try {
      TarReader reader = new TarReader(new ByteArrayInputStream(tar), "test");
      for (TarMember member = reader.next(); member != null; member = reader.next()) {
        if (member.size() > 0 && wanted.test(member.name())) {
          return member.name();
        }
      }
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
