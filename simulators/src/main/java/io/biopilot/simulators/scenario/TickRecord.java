package io.biopilot.simulators.scenario;

import io.biopilot.simulators.device.Reading;
import io.biopilot.simulators.plant.Quantity;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One tick as it was.
 *
 * @param tick number; 0 is inoculation
 * @param hours batch time (h)
 * @param readings what became known since the tick before, in order
 * @param truth every true value, for scoring and for perfect knowledge; no honest controller looks
 *     at it
 */
public record TickRecord(
    int tick, double hours, List<Reading> readings, Map<Quantity, Double> truth) {
  public TickRecord {
    readings = List.copyOf(readings);
    truth = Collections.unmodifiableMap(new EnumMap<>(truth));
  }

  public double truth(Quantity quantity) {
    Double value = truth.get(quantity);
    if (value == null) {
      throw new AssertionError(quantity);
    }
    return value;
  }
}
