package io.biopilot.mpc.safety;

import java.util.List;
import java.util.Map;

/**
 * Everything the gate holds to.
 *
 * @param envelopes one an actuator
 * @param doses one a doser
 * @param volume how full the reactor may be
 * @param interlocks any number
 * @param freshness oldest that a reading may be for AUTO to go on (h), by tag
 */
public record Limits(
    List<Envelope> envelopes,
    List<DoseLimit> doses,
    Volume volume,
    List<Interlock> interlocks,
    Map<String, Double> freshness) {
  public Limits {
    envelopes = List.copyOf(envelopes);
    doses = List.copyOf(doses);
    interlocks = List.copyOf(interlocks);
    freshness = Map.copyOf(freshness);
    for (Interlock interlock : interlocks) {
      if (envelopes.stream()
          .noneMatch(e -> e.actuator().equals(interlock.actuator()) && e.hasSafeValue())) {
        throw new IllegalArgumentException(
            "the interlock on %s acts on %s, which is no actuator with a safe value"
                .formatted(interlock.tag(), interlock.actuator()));
      }
    }
  }

  /**
   * @param maximum L
   * @param tag reading of the volume (L); empty if there is none and the totals alone count
   * @param ahead time for which a flow must still fit when it is set, longer than a tick (h)
   */
  public record Volume(double maximum, String tag, double ahead) {
    public Volume {
      if (!(maximum > 0) || !(ahead > 0)) {
        throw new IllegalArgumentException(
            "the largest volume (%s L) and the time ahead (%s h) must be positive"
                .formatted(maximum, ahead));
      }
    }
  }
}
