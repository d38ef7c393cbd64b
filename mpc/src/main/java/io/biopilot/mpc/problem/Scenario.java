package io.biopilot.mpc.problem;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Other values of the model's parameters.
 *
 * @param name for messages
 * @param weight of its costs beside the others', positive
 * @param values of parameters, by name (their unit)
 * @param factors by which parameters are multiplied, by name; for models whose values are learned
 */
public record Scenario(
    String name, double weight, Map<String, Double> values, Map<String, Double> factors) {
  public Scenario {
    values = Map.copyOf(values);
    factors = Map.copyOf(factors);
    if (!(weight > 0.0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException(
          "the weight of scenario %s is %s, expected a positive number".formatted(name, weight));
    }
    values.forEach((parameter, value) -> requireFinite(name, parameter, value));
    factors.forEach((parameter, value) -> requireFinite(name, parameter, value));
    for (String parameter : values.keySet()) {
      if (factors.containsKey(parameter)) {
        throw new IllegalArgumentException(
            "scenario %s gives %s a value and a factor; keep one".formatted(name, parameter));
      }
    }
  }

  private static void requireFinite(String scenario, String parameter, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "scenario %s gives %s the number %s, expected a finite one"
              .formatted(scenario, parameter, value));
    }
  }

  /**
   * The parameters of the scenario.
   *
   * @param parameters of the model, for the order
   * @param nominal their values in force
   * @throws IllegalArgumentException for a name that the model does not have
   */
  public Vec of(List<Quantity> parameters, Vec nominal) {
    Vec result = nominal;
    for (Map.Entry<String, Double> value : new TreeMap<>(values).entrySet()) {
      result = result.with(index(parameters, value.getKey()), value.getValue());
    }
    for (Map.Entry<String, Double> factor : new TreeMap<>(factors).entrySet()) {
      int at = index(parameters, factor.getKey());
      result = result.with(at, factor.getValue() * nominal.get(at));
    }
    return result;
  }

  private int index(List<Quantity> parameters, String parameter) {
    int index = Schema.indexOf(parameters, parameter);
    if (index < 0) {
      throw new IllegalArgumentException(
          "scenario %s: the model has no parameter '%s'".formatted(name, parameter));
    }
    return index;
  }
}
