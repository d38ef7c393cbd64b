package io.biopilot.mpc.control;

import java.util.Map;

/**
 * What the operator may change while the batch runs.
 *
 * @param end time of harvest (h since batch start)
 * @param settings named weights, references and limits of the problem that override its
 *     declaration; a name the problem does not know is an error, never ignored
 */
public record Goals(double end, Map<String, Double> settings) {
  public Goals {
    settings = Map.copyOf(settings);
  }
}
