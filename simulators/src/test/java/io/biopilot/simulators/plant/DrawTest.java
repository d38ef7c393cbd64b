package io.biopilot.simulators.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DrawTest {

  private static final int SEEDS = 4000;

  @Test
  void drawsAreLogNormalAboutTheNominalValue() {
    for (Constant constant : Constant.values()) {
      double sum = 0;
      double squares = 0;
      for (long seed = 1; seed <= SEEDS; seed++) {
        double log = Math.log(Draw.of(seed).get(constant) / constant.nominal());
        sum += log;
        squares += log * log;
      }
      double sigma = Math.sqrt(Math.log1p(constant.variation() * constant.variation()));
      double mean = sum / SEEDS;
      double sd = Math.sqrt(squares / SEEDS - mean * mean);
      // Four standard errors: sigma/sqrt(n) of the mean, sigma/sqrt(2n) of the sd.
      assertThat(mean)
          .as("%s", constant)
          .isCloseTo(0, within(4 * sigma / Math.sqrt(SEEDS) + 1e-15));
      assertThat(sd)
          .as("%s", constant)
          .isCloseTo(sigma, within(4 * sigma / Math.sqrt(2.0 * SEEDS) + 1e-7));
    }
  }

  @Test
  void constantsVaryIndependently() {
    double product = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Draw draw = Draw.of(seed);
      product +=
          Math.log(draw.get(Constant.QS_MAX) / Constant.QS_MAX.nominal())
              / 0.10
              * Math.log(draw.get(Constant.KLA) / Constant.KLA.nominal())
              / 0.12;
    }
    // Correlation of independent draws: sd 1/sqrt(n).
    assertThat(product / SEEDS).isCloseTo(0, within(4 / Math.sqrt(SEEDS)));
  }

  @Test
  void dropAndDriftStayInTheirRange() {
    double latest = 0;
    double largest = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Draw draw = Draw.of(seed);
      assertThat(draw.transferDropHours()).isBetween(0.0, 16.0);
      assertThat(Math.abs(draw.probeDriftPerHour() * 16)).isLessThanOrEqualTo(3);
      latest = Math.max(latest, draw.transferDropHours());
      largest = Math.max(largest, Math.abs(draw.probeDriftPerHour() * 16));
    }
    // The largest of 4000 uniform draws is above 99 % of the range but for a chance of 1e-17.
    assertThat(latest).isGreaterThan(15.84);
    assertThat(largest).isGreaterThan(2.97);
  }

  @Test
  void transferFallsByATenthAtItsHour() {
    EcoliInduced plant = new EcoliInduced();
    plant.start(5);
    double drop = Draw.of(5).transferDropHours();
    plant.oxygenLoop(false);
    plant.set(Input.STIRRER, 600);
    int before = (int) (drop * 3600) / 60 * 60 - 60;
    plant.advance(before);
    double transferBefore = transfer(plant);
    plant.advance(180);
    assertThat(transfer(plant) / transferBefore).isCloseTo(0.9, within(1e-12));
  }

  /** OUR H / (99 − DOT) = kLa. */
  private static double transfer(Plant plant) {
    return plant.value(Quantity.OXYGEN_UPTAKE) * 14000 / (99 - plant.value(Quantity.OXYGEN));
  }
}
