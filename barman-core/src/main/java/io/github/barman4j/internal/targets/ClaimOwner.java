/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.targets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that claims a directory, as the file of the claim names it: its number, and when it
 * began, because numbers are given again.
 *
 * @param pid its number on this host
 * @param begin in milliseconds since 1970; 0 if the system does not tell
 */
public record ClaimOwner(long pid, long begin) {

  /** The system tells when a process began by a clock that is set. */
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  private static final int LONGEST = 100;

  /** Returns this process. */
  public static ClaimOwner current() {
    ProcessHandle process = ProcessHandle.current();
    return new ClaimOwner(process.pid(), begin(process));
  }

  private static long begin(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** Returns the content of a claim's file. */
  public byte[] toBytes() {
    return (pid + " " + begin + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** Returns who made a claim, empty if there is none or it does not say. */
  static Optional<ClaimOwner> find(Path claim) throws IOException {
    try {
      return Files.size(claim) > LONGEST
          ? Optional.empty()
          : parse(Files.readString(claim, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  /** Reads the content of a claim, empty if it is none. */
  static Optional<ClaimOwner> parse(String text) {
    try {
      String[] words = text.strip().split(" ", 2);
      return Optional.of(new ClaimOwner(Long.parseLong(words[0]), Long.parseLong(words[1])));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** Tells whether the process has not ended. */
  boolean isAlive() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> begin == 0 || isNear(begin(process)))
        .isPresent();
  }

  private boolean isNear(long other) {
    return other == 0 || Math.abs(other - begin) <= TOLERANCE.toMillis();
  }
}
