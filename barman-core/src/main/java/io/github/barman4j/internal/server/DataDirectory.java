/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.server;

import io.github.barman4j.internal.layout.PartName;
import io.github.barman4j.postgres.ControlFile;
import io.github.barman4j.postgres.PostgresVersion;
import io.github.barman4j.postgres.Tablespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of a server are.
 *
 * @param pgData real path of the data directory
 * @param control what its control file said when the backup began
 * @param version of the server
 * @param trees what to walk: the data directory, then each tablespace
 * @param externalFiles configuration files outside the data directory
 */
public record DataDirectory(
    Path pgData,
    ControlFile control,
    PostgresVersion version,
    List<Tree> trees,
    List<Path> externalFiles) {

  /** Copies the lists. */
  public DataDirectory {
    trees = List.copyOf(trees);
    externalFiles = List.copyOf(externalFiles);
  }

  /**
   * Finds the files of the server that the session is connected to.
   *
   * @throws IOException that names what is not there or cannot be read
   */
  public static DataDirectory of(Path pgData, ControlFile control, ServerFacts facts)
      throws IOException {
    Path real = pgData.toRealPath();
    List<Path> externalFiles = externalFiles(real, facts);
    Map<Tablespace, Path> locations = locations(real, facts);
    Set<String> replaced = new HashSet<>();
    externalFiles.forEach(file -> replaced.add(String.valueOf(file.getFileName())));
    List<Tree> trees = new ArrayList<>();
    Set<Path> places = new HashSet<>(locations.values());
    trees.add(new Tree(PartName.DATA, real, "", "", places, replaced));
    for (Tablespace tablespace : facts.tablespaces()) {
      Path location = locations.get(tablespace);
      if (location != null) {
        Set<Path> others = new HashSet<>(places);
        others.add(real);
        others.remove(location);
        trees.add(tree(tablespace, location, others, top(facts.version(), control)));
      }
    }
    return new DataDirectory(real, control, facts.version(), trees, externalFiles);
  }

  /** Returns the directory in a tablespace that belongs to the server. */
  public Path rootOf(Tablespace tablespace) {
    return link(pgData, tablespace).resolve(top(version, control));
  }

  /** Returns the name of the directory in each tablespace that belongs to the server. */
  public static String top(PostgresVersion version, ControlFile control) {
    return "PG_" + version.major() + "_" + control.catalogVersion();
  }

  private static Tree tree(Tablespace tablespace, Path location, Set<Path> others, String top) {
    String oid = Long.toString(tablespace.oid());
    String manifestPrefix = Exclusions.PG_TBLSPC + "/" + oid + "/";
    return new Tree(oid, location.resolve(top), top + "/", manifestPrefix, others, Set.of());
  }

  /**
   * Returns the same, with a directory that is not copied wherever it is come upon.
   *
   * @param directory real path
   */
  public DataDirectory without(Path directory) {
    return new DataDirectory(
        pgData,
        control,
        version,
        trees.stream().map(tree -> tree.without(directory)).toList(),
        externalFiles);
  }

  /** Tablespaces that were dropped since the server was asked have no location. */
  private static Map<Tablespace, Path> locations(Path pgData, ServerFacts facts)
      throws IOException {
    Map<Tablespace, Path> locations = new HashMap<>();
    for (Tablespace tablespace : facts.tablespaces()) {
      Path link = link(pgData, tablespace);
      if (Files.isSymbolicLink(link)) {
        locations.put(tablespace, realPath(tablespace, link));
      }
    }
    return locations;
  }

  private static Path link(Path pgData, Tablespace tablespace) {
    return pgData.resolve(Exclusions.PG_TBLSPC).resolve(Long.toString(tablespace.oid()));
  }

  private static Path realPath(Tablespace tablespace, Path link) throws IOException {
    try {
      return link.toRealPath();
    } catch (NoSuchFileException e) {
      throw new IOException(
          "Tablespace "
              + tablespace.name()
              + ": "
              + link
              + " leads to "
              + Files.readSymbolicLink(link)
              + ", which is not there for this process; mount it at the same path",
          e);
    }
  }

  private static List<Path> externalFiles(Path pgData, ServerFacts facts) throws IOException {
    List<Path> files = new ArrayList<>();
    addExternal(files, pgData, facts.configFile());
    addExternal(files, pgData, facts.hbaFile());
    if (facts.identFile() != null && Files.exists(Path.of(facts.identFile()))) {
      addExternal(files, pgData, facts.identFile());
    }
    return files;
  }

  private static void addExternal(List<Path> files, Path pgData, @Nullable String setting)
      throws IOException {
    if (setting == null) {
      return;
    }
    Path file = Path.of(setting).toAbsolutePath();
    Path parent = file.resolveSibling("");
    if (!parent.toRealPath().startsWith(pgData)) {
      files.add(file);
    }
  }
}
