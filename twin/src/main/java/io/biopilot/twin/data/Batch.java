package io.biopilot.twin.data;

import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.estimation.Measurement;
import io.biopilot.twin.model.InputSchedule;
import java.util.List;

/**
 * One batch, or the part of it that is over.
 *
 * @param name unique within a dataset
 * @param initial state and uncertainty at inoculation
 * @param inputs what was done
 * @param measurements what was seen, sorted by source time, none before {@code initial.time()}
 */
public record Batch(
    String name, Estimate initial, InputSchedule inputs, List<Measurement> measurements) {

  public Batch {
    measurements = List.copyOf(measurements);
    double last = initial.time();
    for (Measurement measurement : measurements) {
      if (!(measurement.time() >= last)) {
        throw new IllegalArgumentException(
            "measurements of batch %s must be sorted by time from %s h on: %s h follows %s h"
                .formatted(name, initial.time(), measurement.time(), last));
      }
      last = measurement.time();
    }
  }

  /** Time of the last measurement, or of the start if there is none (h). */
  public double end() {
    return measurements.isEmpty()
        ? initial.time()
        : measurements.get(measurements.size() - 1).time();
  }

  /** The batch with only what was seen up to the given time (h), inclusive. */
  public Batch until(double time) {
    return new Batch(
        name, initial, inputs, measurements.stream().filter(m -> m.time() <= time).toList());
  }

  /** Number of single values. */
  public int values() {
    return measurements.stream().mapToInt(m -> m.outputs().size()).sum();
  }
}
