package io.biopilot.mpc.problem.yaml;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole batch a goal is planned for, as far as the model does not say it.
 *
 * @param model path of the model's file, relative to the goal's; null where the goal's file holds
 *     the model as its second document
 * @param start h since batch start
 * @param end h since batch start; NaN where the horizon says it
 * @param initial values of states at the start that differ from the model's, by name
 * @param inputs levels in force until the start, by name; others 0
 * @param parameters values that differ from the model's, by name
 */
public record Batch(
    @Nullable String model,
    double start,
    double end,
    Map<String, Double> initial,
    Map<String, Double> inputs,
    Map<String, Double> parameters) {
  public Batch {
    initial = Map.copyOf(initial);
    inputs = Map.copyOf(inputs);
    parameters = Map.copyOf(parameters);
  }
}
