package io.biopilot.agent.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads configurations. */
public final class ConfigFile {

  private static final String SCHEMA = "config.schema.json";

  private ConfigFile() {}

  /**
   * Reads and checks a file; relative paths in it are meant from its own folder.
   *
   * @throws ConfigException with every problem that was found
   */
  public static Config read(Path file) {
    try {
      return parse(file, Files.readString(file));
    } catch (IOException e) {
      throw new ConfigException(
          List.of(
              new ConfigProblem(
                  file.toString(), 0, "", "no readable file", "a path to a configuration")));
    }
  }

  /** As {@link #read}, of a text that is at hand. */
  public static Config parse(Path file, String text) {
    YamlTree tree = YamlTree.parse(file.toString(), text);
    List<ConfigProblem> problems =
        new ArrayList<>(new SchemaCheck(SCHEMA).problems(file.toString(), tree));
    if (problems.isEmpty()) {
      Section root = Section.root(new Section.Source(file.toString(), tree, problems));
      Config config = new ConfigReader(file, text, root).read();
      if (config != null && problems.isEmpty()) {
        return config;
      }
    }
    throw new ConfigException(problems);
  }

  /**
   * The line of a place in a configuration, or of what it would stand in.
   *
   * @param path e.g. {@code web.port}
   */
  public static int line(Config config, String path) {
    return YamlTree.parse(config.file().toString(), config.text())
        .line("/" + path.replace('.', '/'));
  }

  /** The schema, as JSON text, for editors. */
  public static String schema() {
    return SchemaCheck.read(SCHEMA).encodePrettily();
  }
}
