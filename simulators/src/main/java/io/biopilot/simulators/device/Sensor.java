package io.biopilot.simulators.device;

import io.biopilot.connectors.SampleKind;
import io.biopilot.simulators.plant.Chance;
import io.biopilot.simulators.plant.Quantity;
import java.util.List;

/**
 * An instrument: what it looks at, how often, how late and how noisily.
 *
 * @param tag name of what it gives, e.g. {@code DO}
 * @param unit canonical unit
 * @param kind online, at-line or offline
 * @param quantity what it looks at
 * @param noise its random error
 * @param schedule when it samples and when the value is known
 */
public record Sensor(
    String tag, String unit, SampleKind kind, Quantity quantity, Noise noise, Schedule schedule) {

  /**
   * Independent Gaussian error of each sample: sd = absolute + relative |value|, in the sensor's
   * unit.
   */
  public record Noise(double absolute, double relative) {
    public static final Noise NONE = new Noise(0, 0);

    /** Standard deviation at a true value. */
    public double sd(double value) {
      return absolute + relative * Math.abs(value);
    }
  }

  /**
   * Sampling times.
   *
   * @param firstSecond batch time of the first sample (s)
   * @param everySeconds from one to the next; 0 means at each look at the online instruments
   * @param lateSeconds from sample to value (s)
   */
  public record Schedule(int firstSecond, int everySeconds, int lateSeconds) {
    public static final Schedule ONLINE = new Schedule(0, 0, 0);

    /** Whether a sample is drawn at this batch time. */
    boolean samplesAt(long second) {
      return second >= firstSecond && (second - firstSecond) % everySeconds == 0;
    }
  }

  /** Standard deviations, periods and delays of the plant {@code ecoli-induced}. */
  public static List<Sensor> ofEcoliInduced() {
    return List.of(
        online("DO", "%", Quantity.OXYGEN_AT_PROBE, new Noise(1, 0)),
        online("OD", "g/L", Quantity.BIOMASS, new Noise(0, 0.03)),
        online("OUR", "g/(L.h)", Quantity.OXYGEN_UPTAKE, new Noise(0, 0.02)),
        online("CER", "g/(L.h)", Quantity.CARBON_EVOLUTION, new Noise(0, 0.02)),
        // Not in the specification of the plant: without it a flat line would look like a fault.
        online("Volume", "L", Quantity.VOLUME, new Noise(0.001, 0)),
        online("T", "degC", Quantity.TEMPERATURE, new Noise(0.02, 0)),
        online("pH", "1", Quantity.ACIDITY, new Noise(0.005, 0)),
        online("N", "1/min", Quantity.STIRRER, Noise.NONE),
        online("Q", "L/h", Quantity.AIR, Noise.NONE),
        online("Feed.Actual", "L/h", Quantity.FEED_RATE, Noise.NONE),
        online("Feed.Total", "L", Quantity.FEED_TOTAL, Noise.NONE),
        atLine("Glucose", Quantity.GLUCOSE),
        atLine("Acetate", Quantity.ACETATE),
        new Sensor(
            "Enzyme",
            "mg/g",
            SampleKind.OFFLINE,
            Quantity.ENZYME,
            new Noise(0, 0.15),
            new Schedule(4 * 3600, 4 * 3600, 3 * 3600)));
  }

  private static Sensor online(String tag, String unit, Quantity quantity, Noise noise) {
    return new Sensor(tag, unit, SampleKind.ONLINE, quantity, noise, Schedule.ONLINE);
  }

  private static Sensor atLine(String tag, Quantity quantity) {
    return new Sensor(
        tag,
        "g/L",
        SampleKind.AT_LINE,
        quantity,
        new Noise(0, 0.03),
        new Schedule(0, 3600, 20 * 60));
  }

  /** What the instrument says of a true value; the sample's second picks the noise. */
  double read(double truth, long seed, long second) {
    double sd = noise.sd(truth);
    return sd == 0 ? truth : truth + sd * Chance.normal(seed, tag, second);
  }
}
