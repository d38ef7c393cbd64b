package io.biopilot.twin.estimation;

import io.biopilot.twin.linalg.Vec;
import java.util.List;

/**
 * What instruments said of one instant.
 *
 * @param time source time, h since batch start; may lie hours before the newest belief
 * @param outputs indices into the schema's outputs, without repetition
 * @param values one a given output, canonical units
 * @param standardDeviations one a given output, same units, positive
 */
public record Measurement(double time, List<Integer> outputs, Vec values, Vec standardDeviations) {
  public Measurement {
    outputs = List.copyOf(outputs);
    if (outputs.isEmpty()
        || outputs.size() != values.size()
        || outputs.size() != standardDeviations.size()) {
      throw new IllegalArgumentException(
          "outputs (%d), values (%d) and standard deviations (%d) must have the same length > 0"
              .formatted(outputs.size(), values.size(), standardDeviations.size()));
    }
  }
}
