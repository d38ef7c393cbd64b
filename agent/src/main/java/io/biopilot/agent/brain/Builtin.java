package io.biopilot.agent.brain;

import io.biopilot.agent.config.Config;
import io.biopilot.agent.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that a configuration names by path, or as {@code builtin:NAME} where they come with us.
 *
 * @param folder of the resources
 * @param names that may be asked for, for messages
 */
record Builtin(String folder, String names) {

  static final String PREFIX = "builtin:";
  static final Builtin MODELS =
      new Builtin("/io/biopilot/agent/model/", "builtin:ecoli-nominal, builtin:ecoli-hybrid");
  static final Builtin GOALS = new Builtin("/io/biopilot/agent/goal/", "builtin:ecoli-product");

  /**
   * The file's text.
   *
   * @param path of the setting, for messages
   * @throws ConfigException if there is no such file
   */
  String text(Config config, String path, String source) {
    try {
      if (!source.startsWith(PREFIX)) {
        return Files.readString(Path.of(source));
      }
      String name = source.substring(PREFIX.length());
      try (InputStream in = Builtin.class.getResourceAsStream(folder + name + ".yaml")) {
        if (in == null) {
          throw wrong(config, path, source, names + " or a file");
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      if (source.startsWith(PREFIX)) {
        throw new UncheckedIOException(e);
      }
      throw wrong(config, path, source, "a readable file (" + e + ")");
    }
  }

  static ConfigException wrong(Config config, String path, String found, String expected) {
    return ConfigException.at(config, path, found, expected);
  }
}
