package io.biopilot.simulators.scenario;

import io.biopilot.simulators.device.Fault;
import io.biopilot.simulators.device.Sensor;
import java.util.List;

/**
 * A batch to be run.
 *
 * @param seed of the batch's numbers and of all noise
 * @param ticks how many control ticks until harvest
 * @param tickSeconds length of a tick (s)
 * @param sampleSeconds from one look at the online instruments to the next (s); divides the tick
 * @param sensors the instruments
 * @param faults of the instruments
 */
public record Scenario(
    long seed,
    int ticks,
    int tickSeconds,
    int sampleSeconds,
    List<Sensor> sensors,
    List<Fault> faults) {

  public Scenario {
    sensors = List.copyOf(sensors);
    faults = List.copyOf(faults);
    if (ticks < 1 || tickSeconds < 1 || tickSeconds % sampleSeconds != 0) {
      throw new IllegalArgumentException(
          "a batch needs ticks (%d) and a tick (%d s) that is a multiple of the sample period (%d s)"
              .formatted(ticks, tickSeconds, sampleSeconds));
    }
  }

  /** {@code ecoli-induced} for 16 h, ticks and online samples each 60 s, instruments in order. */
  public static Scenario ecoliInduced(long seed) {
    return new Scenario(seed, 960, 60, 60, Sensor.ofEcoliInduced(), List.of());
  }

  public Scenario withFaults(List<Fault> other) {
    return new Scenario(seed, ticks, tickSeconds, sampleSeconds, sensors, other);
  }

  public Scenario withTicks(int other) {
    return new Scenario(seed, other, tickSeconds, sampleSeconds, sensors, faults);
  }
}
