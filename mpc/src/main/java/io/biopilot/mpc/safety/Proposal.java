package io.biopilot.mpc.safety;

import java.util.List;
import java.util.Map;

/**
 * What somebody would like to be written. Nothing in it is trusted; an actuator that it does not
 * name keeps its last value.
 *
 * @param levels set-points by actuator, canonical units; any double
 * @param doses at most one a doser is considered
 */
public record Proposal(Map<String, Double> levels, List<Dose> doses) {
  public Proposal {
    levels = Map.copyOf(levels);
    doses = List.copyOf(doses);
  }

  /** Asks for nothing: every actuator keeps its value. */
  public static Proposal none() {
    return new Proposal(Map.of(), List.of());
  }
}
