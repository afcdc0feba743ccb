/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.server;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which files of a data directory or tablespace are not copied: what PostgreSQL's documentation
 * names under "Making a Base Backup Using the Low Level API" and what its own base backup leaves
 * out, see {@code basebackup.c}, and logs.
 *
 * <p>Names are relative to the root of a tree, with slashes.
 */
public final class Exclusions {

  /** WAL, which comes from the archive. */
  public static final String PG_WAL = "pg_wal";

  /** The server refuses to archive without it. */
  public static final String ARCHIVE_STATUS = "pg_wal/archive_status";

  /** Where tablespaces are linked. */
  public static final String PG_TBLSPC = "pg_tblspc";

  /** At the top of a file system, which may be any directory; only root reads it. */
  private static final String LOST_AND_FOUND = "lost+found";

  private static final Set<String> KEPT_EMPTY =
      Set.of(
          PG_WAL,
          "pg_dynshmem",
          "pg_notify",
          "pg_replslot",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans",
          "log",
          "pg_log");
  private static final Set<String> ROOT_FILES =
      Set.of(
          "postmaster.pid",
          "postmaster.opts",
          "backup_label",
          "backup_label.old",
          "tablespace_map",
          "tablespace_map.old",
          "backup_manifest",
          "backup_manifest.tmp",
          "recovery.signal",
          "standby.signal",
          "recovery.conf",
          "current_logfiles",
          "current_logfiles.tmp");
  private static final Pattern RELATION_DIRECTORY = Pattern.compile("(?:base|PG_[^/]+)/[0-9]+");
  private static final Pattern TEMPORARY =
      Pattern.compile("t[0-9]+_[0-9]+(?:_(?:fsm|vm|init))?(?:\\.[0-9]+)?");
  private static final Pattern RELATION =
      Pattern.compile("([0-9]+)(?:_(fsm|vm|init))?(?:\\.[0-9]+)?");
  private static final String INIT = "init";

  private Exclusions() {}

  /** Tells whether the directory is created empty when restored. */
  public static boolean isKeptEmpty(String directory) {
    return KEPT_EMPTY.contains(directory);
  }

  /** Tells whether the files of tables and indexes lie in the directory. */
  public static boolean isRelationDirectory(String directory) {
    return RELATION_DIRECTORY.matcher(directory).matches();
  }

  /** Tells whether the file or directory, and all below it, is left out wherever it lies. */
  public static boolean isExcluded(String directory, String name) {
    return name.equals(LOST_AND_FOUND)
        || name.startsWith("pgsql_tmp")
        || name.startsWith("pg_internal.init")
        || name.endsWith(".auto.conf.tmp")
        || (directory.isEmpty() && isExcludedInRoot(name))
        || (directory.equals("global") && name.equals("pg_control"));
  }

  private static boolean isExcludedInRoot(String name) {
    return ROOT_FILES.contains(name) || name.startsWith(".s.PGSQL.");
  }

  /** Tells whether a file in a relation directory belongs to a temporary table. */
  public static boolean isTemporary(String name) {
    return TEMPORARY.matcher(name).matches();
  }

  /**
   * Returns the number of the unlogged relation whose init fork the file is, empty if it is none.
   */
  public static String unloggedRelation(String name) {
    Matcher matcher = RELATION.matcher(name);
    return matcher.matches() && INIT.equals(matcher.group(2)) ? matcher.group(1) : "";
  }

  /** Tells whether recovery would overwrite the file from its relation's init fork. */
  public static boolean isUnlogged(String name, Set<String> unloggedRelations) {
    Matcher matcher = RELATION.matcher(name);
    return matcher.matches()
        && !INIT.equals(matcher.group(2))
        && unloggedRelations.contains(matcher.group(1));
  }
}
