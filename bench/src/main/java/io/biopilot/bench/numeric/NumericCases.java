package io.biopilot.bench.numeric;

import java.util.List;

/** All subjects, in the order of the table. */
final class NumericCases {
  private NumericCases() {}

  static List<NumericCase> all() {
    return List.of(
        new MlpCase(),
        new NeuralOdeCase(),
        new ThreadsCase(),
        new StiffAdjointCase(),
        new ModelCase(),
        new StiffCase(),
        new LuCase(),
        new WorkPrecisionCase());
  }
}
