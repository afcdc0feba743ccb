/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.restore;

import io.github.barman4j.internal.targets.RealPlace;
import io.github.barman4j.internal.targets.TargetContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A location that a backup names and the caller does not: what speaks against taking it. */
final class UnnamedLocation {

  private static final List<String> HOMES = List.of("/home", "/root", "/Users");
  private static final List<String> OF_SYSTEM =
      List.of(
          "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/proc", "/run", "/sbin",
          "/sys", "/usr");

  private final Path location;

  /**
   * Makes one.
   *
   * @param location absolute
   */
  UnnamedLocation(Path location) {
    this.location = location;
  }

  /** Returns why it is not taken, empty if nothing and nobody is there. */
  Optional<String> objection() throws IOException {
    Path real = RealPlace.of(location);
    if (isBelow(real, homes())) {
      return Optional.of("lies below a home directory");
    } else if (isBelow(real, OF_SYSTEM.stream().map(Path::of))) {
      return Optional.of("lies among the system's own files");
    } else if (!TargetContent.isNone(location)) {
      return Optional.of("is not empty");
    }
    Path existing = RealPlace.nearest(location);
    return Files.getOwner(existing).equals(caller())
        ? Optional.empty()
        : Optional.of("does not belong to the user who restores");
  }

  private static boolean isBelow(Path real, Stream<Path> places) {
    return places.anyMatch(real::startsWith);
  }

  private static Stream<Path> homes() throws IOException {
    Path account = Path.of(System.getProperty("user.home", "/"));
    return Stream.concat(
            HOMES.stream().map(Path::of), Stream.concat(Stream.of(account), environmentsHome()))
        .filter(home -> home.isAbsolute() && home.getParent() != null);
  }

  /** A directory such as /tmp, given to a program that wants a home, is none. */
  private static Stream<Path> environmentsHome() throws IOException {
    String variable = System.getenv("HOME");
    Path home = Path.of(variable == null || variable.isEmpty() ? "/" : variable);
    boolean own = Files.isDirectory(home) && Files.getOwner(home).equals(caller());
    return own ? Stream.of(home.toRealPath()) : Stream.empty();
  }

  private static UserPrincipal caller() throws IOException {
    try {
      return Files.getOwner(Path.of("/proc/self"));
    } catch (NoSuchFileException noLinux) {
      return Path.of("/")
          .getFileSystem()
          .getUserPrincipalLookupService()
          .lookupPrincipalByName(Objects.requireNonNull(System.getProperty("user.name")));
    }
  }
}
