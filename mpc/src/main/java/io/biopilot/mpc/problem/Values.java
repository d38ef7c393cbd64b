package io.biopilot.mpc.problem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The knobs' values in force: as declared, or as the operator has set them. */
public final class Values {

  private final Map<String, Double> overrides;

  private Values(Map<String, Double> overrides) {
    this.overrides = overrides;
  }

  /**
   * @throws IllegalArgumentException for a name that is no knob or a value that is not a number
   */
  static Values of(List<Knob> knobs, Map<String, Double> overrides) {
    Map<String, Double> known = new LinkedHashMap<>();
    knobs.forEach(knob -> known.put(knob.name(), knob.value()));
    overrides.forEach(
        (name, value) -> {
          if (!known.containsKey(name)) {
            throw new IllegalArgumentException(
                "the control problem has no setting \"%s\"; it has %s"
                    .formatted(name, String.join(", ", known.keySet())));
          }
          if (value.isNaN()) {
            throw new IllegalArgumentException("setting %s must be a number".formatted(name));
          }
        });
    return new Values(Map.copyOf(overrides));
  }

  public double of(Knob knob) {
    Double set = overrides.get(knob.name()); // getOrDefault would box the knob's own value
    return set == null ? knob.value() : set;
  }
}
