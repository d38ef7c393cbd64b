package io.biopilot.agent.brain;

import io.biopilot.agent.config.Config;
import io.biopilot.agent.config.ConfigException;
import io.biopilot.agent.config.ConfigProblem;
import io.biopilot.twin.archive.ParameterFile;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.ModelException;
import io.biopilot.twin.model.yaml.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the model that a configuration names, and its fitted parameters. */
final class ModelSource {

  private static final String BUILTIN = "builtin:";
  private static final String FOLDER = "/io/biopilot/agent/model/";

  private ModelSource() {}

  /** A model and the parameter values that a batch starts with. */
  record Loaded(HybridModel process, Vec parameters) {}

  static Loaded load(Config config) {
    String source = config.model().file();
    HybridModel process = process(config, source);
    String fitted = config.model().parameters();
    if (fitted == null && source.startsWith(BUILTIN)) {
      fitted = source + ".parameters";
    }
    Vec parameters =
        fitted == null ? process.nominalParameters() : parameters(config, fitted, process);
    return new Loaded(process, parameters);
  }

  private static HybridModel process(Config config, String source) {
    try {
      return ModelFile.parse(source, text(config, "model.file", source));
    } catch (ModelException e) {
      throw wrong(config, "model.file", source, "a model without mistakes:\n" + e.getMessage());
    }
  }

  private static Vec parameters(Config config, String source, HybridModel process) {
    try {
      return ParameterFile.read(
              source,
              text(config, "model.parameters", source),
              process.schema(),
              process.declaration().hash())
          .values();
    } catch (ParameterFile.Unusable e) {
      throw wrong(config, "model.parameters", source, "usable parameters: " + e.getMessage());
    }
  }

  private static String text(Config config, String path, String source) {
    try {
      if (!source.startsWith(BUILTIN)) {
        return Files.readString(Path.of(source));
      }
      String name = source.substring(BUILTIN.length());
      try (InputStream in = ModelSource.class.getResourceAsStream(FOLDER + name + ".yaml")) {
        if (in == null) {
          throw wrong(
              config, path, source, "builtin:ecoli-nominal, builtin:ecoli-hybrid or a file");
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      if (source.startsWith(BUILTIN)) {
        throw new UncheckedIOException(e);
      }
      throw wrong(config, path, source, "a readable file (" + e + ")");
    }
  }

  private static ConfigException wrong(Config config, String path, String found, String expected) {
    return new ConfigException(
        List.of(new ConfigProblem(config.file().toString(), 0, path, found, expected)));
  }
}
