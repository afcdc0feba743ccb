/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import io.github.barman4j.storage.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;

/** The cloud providers, by the names that the option has, and the URLs that each takes. */
enum Provider {
  AWS_S3("aws-s3", "s3"),
  AZURE("azure-blob-storage", "https,http"),
  GOOGLE("google-cloud-storage", "gs,https");

  private static final String DIRECTORY = "file";

  private final String word;
  private final String schemes;

  Provider(String word, String schemes) {
    this.word = word;
    this.schemes = schemes;
  }

  static Provider parse(String word) {
    return Arrays.stream(values())
        .filter(provider -> provider.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new UsageException(invalidChoice(word)));
  }

  /** Returns the provider of a location; a directory is everybody's. */
  static Provider of(URI location) {
    return Arrays.stream(values())
        .filter(provider -> provider.schemes().contains(location.getScheme()))
        .findFirst()
        .orElse(AWS_S3);
  }

  private static String invalidChoice(String word) {
    return "argument --cloud-provider: invalid choice: '%s' (choose from %s)"
        .formatted(word, Arrays.stream(values()).map(p -> "'" + p.word + "'").toList());
  }

  /**
   * Returns the location that a URL means: without query, fragment and trailing slashes, and with a
   * percent sign standing for itself, as for Barman. A directory will do with any provider.
   */
  URI location(String url) {
    String plain = withoutQuery(url).replaceFirst("(?<!/)/+$", "");
    int colon = plain.indexOf("://");
    String scheme = colon < 0 ? "" : plain.substring(0, colon).toLowerCase(java.util.Locale.ROOT);
    if (!schemes().contains(scheme) && !scheme.equals(DIRECTORY)) {
      throw new ToolException(ExitCode.OTHER, wrong(url));
    }
    return uri(scheme, plain.substring(colon + 3), url);
  }

  /** Returns the URL without what counts for nothing here, and may be a token. */
  static String withoutQuery(String url) {
    return url.replaceFirst("(?s)[?#].*$", "");
  }

  private static URI uri(String scheme, String rest, String url) {
    int slash = rest.indexOf('/');
    String host = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? "" : rest.substring(slash);
    try {
      return new URI(scheme, host, path, null, null);
    } catch (URISyntaxException e) {
      throw new ToolException(
          ExitCode.OTHER, "The URL " + Secret.masked(url) + " is not valid: " + e.getReason());
    }
  }

  private String wrong(String url) {
    return "The URL "
        + Secret.masked(url)
        + " is not one of the provider "
        + word
        + ", whose URLs begin with "
        + String.join(":// or ", schemes())
        + "://";
  }

  private List<String> schemes() {
    return List.of(schemes.split(","));
  }

  @Override
  public String toString() {
    return word;
  }
}
