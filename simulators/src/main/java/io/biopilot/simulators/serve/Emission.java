package io.biopilot.simulators.serve;

import io.biopilot.connectors.Quality;
import io.biopilot.simulators.device.Reading;
import java.util.List;

/**
 * What the panel has to tell the world.
 *
 * @param looks samples of variables, oldest first
 * @param late at-line and offline values that became known
 * @param tick the lock-step tick that this completes; -1 for none
 */
record Emission(List<Look> looks, List<Late> late, long tick) {

  static final Emission NOTHING = new Emission(List.of(), List.of(), -1);

  Emission {
    looks = List.copyOf(looks);
    late = List.copyOf(late);
  }

  /** Values that are true at one time, in milliseconds of plant time. */
  record Look(long plantMillis, List<TagValue> values) {
    Look {
      values = List.copyOf(values);
    }
  }

  /** A variable's value: Double, Long or Boolean. */
  record TagValue(PlantTag tag, Object value, Quality quality) {}

  /** A late value and the plant time at which its sample was drawn. */
  record Late(Reading reading, long plantMillis) {}
}
