package io.biopilot.agent.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with everything that is wrong with it. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  public ConfigException(List<ConfigProblem> problems) {
    super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /**
   * One thing that turned out to be wrong after the file was read.
   *
   * @param path e.g. {@code model.file}
   */
  public static ConfigException at(Config config, String path, String found, String expected) {
    String file = config.file().toString();
    int line = ConfigFile.line(config, path);
    return new ConfigException(List.of(new ConfigProblem(file, line, path, found, expected)));
  }

  public List<ConfigProblem> problems() {
    return problems;
  }
}
