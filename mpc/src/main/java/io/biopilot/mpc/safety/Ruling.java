package io.biopilot.mpc.safety;

import java.util.List;
import java.util.Map;

/**
 * What may be written.
 *
 * @param ledger after it
 * @param levels one a known actuator, always inside every limit
 * @param doses to be sent now: new ones, or one sent before that the plant reads back as not run
 * @param changes what differs from the proposal, and why
 */
public record Ruling(
    Ledger ledger, Map<String, Double> levels, List<Dose> doses, List<Change> changes) {
  public Ruling {
    levels = Map.copyOf(levels);
    doses = List.copyOf(doses);
    changes = List.copyOf(changes);
  }

  /**
   * @param asked what was proposed; NaN if that was missing or not a number
   * @param reason in words, for the operator
   */
  public record Change(String actuator, double asked, double given, String reason) {}
}
