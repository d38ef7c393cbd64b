package io.biopilot.agent.brain;

import io.biopilot.agent.config.Config;
import io.biopilot.twin.archive.ParameterFile;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.ModelException;
import io.biopilot.twin.model.yaml.ModelFile;
import io.biopilot.twin.neural.Kernels;
import io.biopilot.twin.neural.PlainKernels;
import java.util.function.Supplier;

/** Reads the model that a configuration names, and its fitted parameters. */
final class ModelSource {

  private ModelSource() {}

  /**
   * A model and the parameter values that a batch starts with.
   *
   * @param kernel of its networks, by name; plain Java where none needs a kernel
   */
  record Loaded(HybridModel process, Vec parameters, String kernel) {}

  static Loaded load(Config config, Supplier<Kernels> kernels) {
    String source = config.model().file();
    HybridModel plain = process(config, source);
    Kernels chosen = plain.usesKernels() ? kernels.get() : new PlainKernels();
    HybridModel process =
        chosen instanceof PlainKernels ? plain : HybridModel.of(plain.declaration(), chosen);
    String fitted = config.model().parameters();
    if (fitted == null && source.startsWith(Builtin.PREFIX)) {
      fitted = source + ".parameters";
    }
    Vec parameters =
        fitted == null ? process.nominalParameters() : parameters(config, fitted, process);
    return new Loaded(process, parameters, chosen.name());
  }

  private static HybridModel process(Config config, String source) {
    try {
      return ModelFile.parse(source, Builtin.MODELS.text(config, "model.file", source));
    } catch (ModelException e) {
      throw Builtin.wrong(
          config, "model.file", source, "a model without mistakes:\n" + e.getMessage());
    }
  }

  private static Vec parameters(Config config, String source, HybridModel process) {
    try {
      return ParameterFile.read(
              source,
              Builtin.MODELS.text(config, "model.parameters", source),
              process.schema(),
              process.declaration().hash())
          .values();
    } catch (ParameterFile.Unusable e) {
      throw Builtin.wrong(
          config, "model.parameters", source, "usable parameters: " + e.getMessage());
    }
  }
}
