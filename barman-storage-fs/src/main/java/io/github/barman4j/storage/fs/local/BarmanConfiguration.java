/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.barman4j.storage.fs.local.ConfigurationProblem.Severity;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Barman's own configuration, {@code barman.conf} and what it includes, read once: what is set for
 * servers whose {@code backup_method} is {@code local-rsync}.
 *
 * <p>What Barman warns of and then ignores is an error here if it is a value, a warning if it is an
 * option; nothing is ignored silently. Immutable; nothing is written.
 */
public final class BarmanConfiguration {

  static final String GLOBAL = "barman";
  private static final String RESERVED = "all";
  private static final String VARIABLE = "BARMAN_CONFIG_FILE";
  private static final String MODEL = "model";

  private final Path file;
  private final IniSections sections;
  private final List<ConfigurationProblem> problems;

  private BarmanConfiguration(
      Path file, IniSections sections, List<ConfigurationProblem> problems) {
    this.file = file;
    this.sections = sections;
    this.problems = List.copyOf(problems);
  }

  /**
   * Returns the file that Barman would read: what the environment variable {@code
   * BARMAN_CONFIG_FILE} says, else the first that exists of {@code ~/.barman.conf}, {@code
   * /etc/barman.conf} and {@code /etc/barman/barman.conf}.
   *
   * @param environment of the process, for that variable and {@code HOME}
   * @throws InvalidConfigurationException if there is none, with where it could be
   */
  public static Path find(Map<String, String> environment) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    List<Path> usual = new ArrayList<>();
    String home = environment.getOrDefault("HOME", "");
    if (!home.isEmpty()) {
      usual.add(Path.of(home, ".barman.conf"));
    }
    usual.add(Path.of("/etc/barman.conf"));
    usual.add(Path.of("/etc/barman/barman.conf"));
    return usual.stream()
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidConfigurationException(
                    "There is no barman.conf: neither " + usual + " nor a variable " + VARIABLE));
  }

  /**
   * Reads a file and those of its {@code configuration_files_directory}.
   *
   * @throws InvalidConfigurationException if one is absent or cannot be read, has a line that is no
   *     option, or if {@code barman_home} is not set; with all that is wrong
   */
  public static BarmanConfiguration read(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    IniSections sections = new IniSections();
    sections.add(parse(absolute));
    ConfigurationSection global = new ConfigurationSection(sections, GLOBAL, absolute);
    List<ConfigurationProblem> problems = new ArrayList<>();
    global
        .findSet(ConfigurationOption.FILES_DIRECTORY, ConfigurationValues::directory)
        .ifPresent(directory -> include(sections, directory, global, problems));
    if (global.findSet(ConfigurationOption.BARMAN_HOME, ConfigurationValues::directory).isEmpty()) {
      global.addError(ConfigurationOption.BARMAN_HOME, "Expected an absolute path");
    }
    if (sections.contains(RESERVED)) {
      global.add(error(absolute, RESERVED, "This name is reserved; call the server otherwise"));
    }
    requireNoErrors(global.problems());
    return new BarmanConfiguration(absolute, sections, problems);
  }

  private static IniParser.Content parse(Path file) {
    try {
      return IniParser.parse(file, new String(Files.readAllBytes(file), UTF_8));
    } catch (IOException e) {
      throw new InvalidConfigurationException(
          "Cannot read the configuration " + file + ": " + e + "; is it readable?");
    }
  }

  /** As with Barman, it does not matter that the directory is not there. */
  private static void include(
      IniSections sections,
      Path directory,
      ConfigurationSection global,
      List<ConfigurationProblem> problems) {
    if (!Files.isDirectory(directory)) {
      global
          .entry(ConfigurationOption.FILES_DIRECTORY)
          .map(entry -> entry.problem(Severity.WARNING, "There is no directory " + directory))
          .ifPresent(problems::add);
      return;
    }
    for (Path more : configurations(directory)) {
      IniParser.Content content = parse(more);
      if (content.sections().contains(GLOBAL)) {
        problems.add(
            new ConfigurationProblem(
                Severity.WARNING, more, 0, GLOBAL, "", "Counts in the main file only"));
      }
      sections.add(content.without(GLOBAL));
    }
  }

  private static List<Path> configurations(Path directory) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.conf")) {
      entries.forEach(files::add);
    } catch (IOException | DirectoryIteratorException e) {
      throw new InvalidConfigurationException("Cannot list " + directory + ": " + e);
    }
    return files.stream().sorted().toList();
  }

  private static ConfigurationProblem error(Path file, String section, String message) {
    return new ConfigurationProblem(Severity.ERROR, file, 0, section, "", message);
  }

  /** Returns the main file, absolute. */
  public Path file() {
    return file;
  }

  /** Returns the names of all servers, of other backup methods too, as they follow in the files. */
  public List<String> serverNames() {
    return sections.names().stream()
        .filter(name -> !name.equals(GLOBAL) && !isModel(name))
        .toList();
  }

  private boolean isModel(String section) {
    return sections
        .find(section, MODEL)
        .map(entry -> ConfigurationValues.plain(entry.raw()))
        .filter(value -> value != null && ConfigurationValues.isTrue(value))
        .isPresent();
  }

  /**
   * Returns what is set for a server.
   *
   * @throws InvalidConfigurationException if there is no such server, or with every error in what
   *     concerns it
   */
  public LocalServerConfiguration server(String name) {
    if (!serverNames().contains(name)) {
      throw new InvalidConfigurationException(
          "There is no server '" + name + "' in " + file + "; there are " + serverNames());
    }
    ConfigurationSection section = new ConfigurationSection(sections, name, file);
    problems.forEach(section::add);
    LocalServerConfiguration server = LocalServerConfiguration.read(section);
    reportConflicts(section);
    section.reportOthers();
    requireNoErrors(section.problems());
    return server.withProblems(section.problems());
  }

  /** Barman refuses directories that two uses would share, in one server or in two. */
  private void reportConflicts(ConfigurationSection section) {
    Map<Path, String> uses = new LinkedHashMap<>();
    for (String other : serverNames()) {
      if (!other.equals(section.name())) {
        paths(new ConfigurationSection(sections, other, file))
            .forEach((option, path) -> uses.put(real(path), option.name() + " of " + other));
      }
    }
    paths(section)
        .forEach(
            (option, path) -> {
              String use = uses.put(real(path), option.name() + " of " + section.name());
              if (use != null) {
                section.addError(option, "Is " + path + ", as is " + use + "; separate them");
              }
            });
  }

  private Map<ConfigurationOption, Path> paths(ConfigurationSection section) {
    Map<ConfigurationOption, Path> paths = new LinkedHashMap<>();
    LocalServerConfiguration.directories(section)
        .ifPresent(options -> paths.putAll(LocalServerConfiguration.uses(options)));
    return paths;
  }

  /** Follows links as far as the path exists. */
  private static Path real(Path path) {
    @Nullable Path parent = path.getParent();
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return parent == null
          ? path
          : real(parent).resolve(Objects.requireNonNull(path.getFileName()));
    }
  }

  private static void requireNoErrors(List<ConfigurationProblem> problems) {
    List<ConfigurationProblem> errors =
        problems.stream().filter(problem -> problem.severity() == Severity.ERROR).toList();
    if (!errors.isEmpty()) {
      throw new InvalidConfigurationException(errors);
    }
  }
}
