/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.compression;

import java.nio.file.Files;
import java.nio.file.Path;
import org.xerial.snappy.OSInfo;

/**
 * Where zstd and Snappy have their native parts from. By themselves they unpack them into {@code
 * java.io.tmpdir}, which must be writable and without {@code noexec}; where the system property
 * {@value #DIRECTORY} names a directory into which the jars' natives were unpacked, with the paths
 * that they have in the jars, they are loaded from there.
 */
final class NativeLibraries {
  static final String DIRECTORY = "barman4j.native-libraries";

  private static final String ZSTD = "ZstdNativePath";
  private static final String SNAPPY_DIRECTORY = "org.xerial.snappy.lib.path";
  private static final String SNAPPY_NAME = "org.xerial.snappy.lib.name";

  private NativeLibraries() {}

  /** To be called before the codec's library is used first; does nothing for the other codecs. */
  static void locate(Codec codec) {
    String directory = System.getProperty(DIRECTORY, "");
    if (directory.isEmpty()) {
      return;
    }
    if (codec == Codec.ZSTD) {
      locateZstd(Path.of(directory));
    } else if (codec == Codec.SNAPPY) {
      locateSnappy(Path.of(directory));
    }
  }

  private static void locateZstd(Path directory) {
    String name = "libzstd-jni-" + com.github.luben.zstd.util.ZstdVersion.VERSION + ".so";
    Path library = directory.resolve(platform()).resolve(name);
    if (System.getProperty(ZSTD) == null && Files.isReadable(library)) {
      System.setProperty(ZSTD, library.toString());
    }
  }

  private static void locateSnappy(Path directory) {
    Path folder =
        directory
            .resolve("org/xerial/snappy/native")
            .resolve(OSInfo.getNativeLibFolderPathForCurrentOS());
    String name = System.mapLibraryName("snappyjava");
    if (System.getProperty(SNAPPY_DIRECTORY) == null && Files.isReadable(folder.resolve(name))) {
      System.setProperty(SNAPPY_DIRECTORY, folder.toString());
      System.setProperty(SNAPPY_NAME, name);
    }
  }

  private static String platform() {
    String system = System.getProperty("os.name").equals("Linux") ? "linux" : "other";
    return system + "/" + System.getProperty("os.arch");
  }
}
