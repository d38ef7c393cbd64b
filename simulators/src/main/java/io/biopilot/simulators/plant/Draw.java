package io.biopilot.simulators.plant;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * One batch's numbers.
 *
 * @param values of every constant
 * @param transferDropHours batch time at which kLa falls by 10 % (h)
 * @param probeDriftPerHour drift of the oxygen probe (% of saturation an hour)
 */
public record Draw(
    Map<Constant, Double> values, double transferDropHours, double probeDriftPerHour) {

  /** Length of a batch (h), over which the drift is counted and the drop of kLa is drawn. */
  public static final double BATCH_HOURS = 16;

  /** Largest drift of the oxygen probe over a batch (% of saturation). */
  private static final double LARGEST_DRIFT = 3;

  public Draw {
    values = Collections.unmodifiableMap(new EnumMap<>(values));
    if (values.size() != Constant.values().length) {
      throw new IllegalArgumentException(
          "a draw needs %d values, got %d".formatted(Constant.values().length, values.size()));
    }
  }

  /** Every number at its nominal value, no drift; kLa never falls. */
  public static Draw nominal() {
    Map<Constant, Double> values = new EnumMap<>(Constant.class);
    for (Constant constant : Constant.values()) {
      values.put(constant, constant.nominal());
    }
    return new Draw(values, Double.MAX_VALUE, 0);
  }

  /**
   * The numbers of a seed: median at the nominal value, log-normal with the constant's coefficient
   * of variation c, so ln(value/nominal) ~ N(0, ln(1 + c²)).
   */
  public static Draw of(long seed) {
    Map<Constant, Double> values = new EnumMap<>(Constant.class);
    for (Constant constant : Constant.values()) {
      double sigma = Math.sqrt(Math.log1p(constant.variation() * constant.variation()));
      double z = Chance.normal(seed, constant.name(), 0);
      values.put(constant, constant.nominal() * StrictMath.exp(sigma * z));
    }
    double drop = BATCH_HOURS * Chance.uniform(seed, "transfer drop", 0);
    double drift = LARGEST_DRIFT * (2 * Chance.uniform(seed, "probe drift", 0) - 1);
    return new Draw(values, drop, drift / BATCH_HOURS);
  }

  public double get(Constant constant) {
    Double value = values.get(constant);
    if (value == null) {
      throw new AssertionError(constant);
    }
    return value;
  }

  /** This draw with one number replaced, to take the plant apart in tests and studies. */
  public Draw with(Constant constant, double value) {
    Map<Constant, Double> changed = new EnumMap<>(values);
    changed.put(constant, value);
    return new Draw(changed, transferDropHours, probeDriftPerHour);
  }
}
