/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The {@code restore_command} that fetches WAL from the same archive with our own program. */
final class WalRestoreLine {

  private static final String PROGRAM = "barman-cloud-wal-restore";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@,+-]+");
  private static final Set<String> SECRETS =
      Set.of(
          "account-key",
          "connection-string",
          "proxy-password",
          "role-external-id",
          "sas-token",
          "secret-access-key",
          "session-token",
          "sse-customer-key");

  private final List<String> words = new ArrayList<>();

  private WalRestoreLine() {}

  /**
   * Returns the command.
   *
   * @throws ToolException with 4 if it would hold a secret, since anybody can ask the server for it
   */
  static String of(StoreOptions store) {
    WalRestoreLine line = new WalRestoreLine();
    line.words.add(program());
    line.words.add("--abort-recovery-on-failure");
    line.addOptions(store);
    if (store.objectStore == null) {
      line.words.add(Provider.withoutQuery(store.url));
    }
    line.words.add(store.server);
    return line.words.stream().map(WalRestoreLine::quoted).collect(Collectors.joining(" "))
        + " \"%f\" \"%p\"";
  }

  /** The program beside the jar that this runs from, else whichever is on the path. */
  private static String program() {
    try {
      Path jar =
          Path.of(WalRestoreLine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path beside = jar.resolveSibling("../bin/" + PROGRAM).normalize();
      return Files.isExecutable(beside) ? beside.toString() : PROGRAM;
    } catch (URISyntaxException e) {
      return PROGRAM;
    }
  }

  private void addOptions(StoreOptions store) {
    add(StoreOptions.OBJECT_STORE, absolute(store.objectStore));
    add("--object-store-secrets", absolute(store.secrets));
    add("--cloud-provider", store.objectStore == null ? store.provider : null);
    add("--endpoint-url", store.endpointUrl);
    add("--aws-profile", store.profile);
    add("--read-timeout", store.readTimeout);
    add("--addressing-style", store.addressingStyle);
    add("--sse-customer-key", store.sseCustomerKey);
    add("--azure-credential", store.azureCredential);
    for (String pair : store.more) {
      requireNoSecret(pair);
      add("--store-option", pair);
    }
  }

  /** PostgreSQL runs the command in another directory. */
  private static @Nullable Path absolute(@Nullable String path) {
    return path == null ? null : Path.of(path).toAbsolutePath();
  }

  private void add(String option, @Nullable Object value) {
    if (value != null) {
      words.add(option + "=" + value);
    }
  }

  private static void requireNoSecret(String pair) {
    String name = pair.substring(0, pair.indexOf('='));
    if (SECRETS.contains(name)) {
      throw new ToolException(
          ExitCode.OTHER,
          "--store-option "
              + name
              + " would be readable in restore_command. Give it by the environment or the"
              + " provider's own files, to PostgreSQL too, or stage the WAL with --stage-wal");
    }
  }

  /** For the shell; PostgreSQL takes two percent signs for one. */
  private static String quoted(String word) {
    String safe = PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    return safe.replace("%", "%%");
  }
}
