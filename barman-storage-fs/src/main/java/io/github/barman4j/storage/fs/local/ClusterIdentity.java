/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.ForeignServerException;
import io.github.barman4j.catalog.BackupId;
import io.github.barman4j.catalog.BackupInfo;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.SystemIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which cluster a server directory is of: {@code identity.json}, or its backups before that. */
final class ClusterIdentity {

  private static final Pattern SYSTEM_ID = Pattern.compile("\"systemid\"\\s*:\\s*\"(-?[0-9]+)\"");

  private final LocalContext context;

  ClusterIdentity(LocalContext context) {
    this.context = context;
  }

  /**
   * Makes sure that the directory is of this cluster, or of none yet.
   *
   * @throws ForeignServerException if it is of another
   */
  void require(SystemIdentifier identifier) throws IOException {
    Optional<SystemIdentifier> owner = owner();
    if (owner.isPresent() && !owner.get().equals(identifier)) {
      throw new ForeignServerException(
          context.directory().root()
              + " is of the cluster "
              + owner.get()
              + ", and the server is of the cluster "
              + identifier
              + ". Give this one a server name of its own");
    }
  }

  /** Returns which cluster is noted, empty if none is. */
  Optional<SystemIdentifier> noted() throws IOException {
    try {
      Matcher matcher = SYSTEM_ID.matcher(Files.readString(context.directory().identity()));
      return matcher.find()
          ? Optional.of(SystemIdentifier.parse(matcher.group(1)))
          : Optional.empty();
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  private Optional<SystemIdentifier> owner() throws IOException {
    Optional<SystemIdentifier> noted = noted();
    return noted.isPresent() ? noted : ownerOfBackups();
  }

  private Optional<SystemIdentifier> ownerOfBackups() throws IOException {
    List<BackupId> ids = context.metadata().list();
    for (int i = ids.size() - 1; i >= 0; i--) {
      Optional<SystemIdentifier> found = owner(ids.get(i));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<SystemIdentifier> owner(BackupId id) throws IOException {
    try {
      return context.metadata().find(id).flatMap(BackupInfo::systemIdentifier);
    } catch (CorruptArchiveException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * Notes the cluster, unless some is noted: signed, because Barman compares the text with what
   * {@code pg_control_system()} says.
   */
  void note(SystemIdentifier identifier, PostgresVersion version) throws IOException {
    if (!Files.exists(context.directory().identity())) {
      String text =
          String.format(
              Locale.ROOT,
              "{\n    \"systemid\": \"%s\",\n    \"version\": \"%d\"\n}\n",
              identifier.value(),
              version.major());
      DurableFiles.write(context.directory().identity(), text.getBytes(UTF_8));
    }
  }
}
