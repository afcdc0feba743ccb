/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;

/**
 * AWS configuration files, read each time they are asked for: the SDK's own supplier looks at them
 * too seldom for what refuses the old credentials at once. While a file is gone, empty or half
 * written, what it held before stays. Thread-safe.
 */
final class S3ProfileFiles implements Supplier<ProfileFile> {

  private static final Logger LOG = LoggerFactory.getLogger(S3ProfileFiles.class);

  private final Map<Path, ProfileFile.Type> files;
  private final Map<Path, String> texts = new LinkedHashMap<>();
  private final Map<Path, ProfileFile> parsed = new LinkedHashMap<>();
  private @Nullable ProfileFile all;

  private S3ProfileFiles(Map<Path, ProfileFile.Type> files) {
    this.files = files;
  }

  /** Returns one credentials file. */
  static S3ProfileFiles of(Path credentials) {
    return new S3ProfileFiles(Map.of(credentials, ProfileFile.Type.CREDENTIALS));
  }

  /** Returns the files that the AWS environment names, or those in the home directory. */
  static S3ProfileFiles ofEnvironment() {
    Map<Path, ProfileFile.Type> files = new LinkedHashMap<>();
    files.put(ProfileFileLocation.configurationFilePath(), ProfileFile.Type.CONFIGURATION);
    files.put(ProfileFileLocation.credentialsFilePath(), ProfileFile.Type.CREDENTIALS);
    return new S3ProfileFiles(files);
  }

  /** Returns the same instance as long as no file has changed. */
  @Override
  public synchronized ProfileFile get() {
    boolean changed = files.keySet().stream().filter(this::reread).count() > 0;
    ProfileFile known = all;
    if (known == null || changed) {
      ProfileFile.Aggregator aggregator = ProfileFile.aggregator();
      parsed.values().forEach(aggregator::addFile);
      known = aggregator.build();
      all = known;
    }
    return known;
  }

  private boolean reread(Path file) {
    String text = read(file);
    if (text.isBlank() || text.equals(texts.get(file))) {
      return false;
    }
    try {
      parsed.put(file, parse(file, text));
      texts.put(file, text);
      return true;
    } catch (IllegalArgumentException e) {
      if (parsed.containsKey(file)) {
        LOG.debug("{} cannot be read now, what it held before is used", file);
        return false;
      }
      throw e;
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private ProfileFile parse(Path file, String text) {
    return ProfileFile.builder().content(text).type(files.get(file)).build();
  }
}
