package io.biopilot.simulators.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.simulators.plant.EcoliInduced;
import io.biopilot.simulators.plant.Plant;
import io.biopilot.simulators.plant.Quantity;
import org.junit.jupiter.api.Test;

class SensorTest {

  private static final int SAMPLES = 10_000;

  private static Sensor sensor(String tag) {
    return Sensor.ofEcoliInduced().stream()
        .filter(s -> s.tag().equals(tag))
        .findFirst()
        .orElseThrow();
  }

  /** Checks mean and sd of independent samples at one truth, within four standard errors. */
  private static void errs(String tag, double truth, double sd) {
    double sum = 0;
    double squares = 0;
    double before = 0;
    double products = 0;
    for (int i = 0; i < SAMPLES; i++) {
      double error = sensor(tag).read(truth, 42, 60L * i) - truth;
      sum += error;
      squares += error * error;
      products += error * before;
      before = error;
    }
    double mean = sum / SAMPLES;
    assertThat(mean).as(tag).isCloseTo(0, within(4 * sd / Math.sqrt(SAMPLES)));
    double found = Math.sqrt(squares / SAMPLES - mean * mean);
    assertThat(found).as(tag).isCloseTo(sd, within(4 * sd / Math.sqrt(2.0 * SAMPLES)));
    // Neighbours are independent: their product's mean has sd sd²/sqrt(n).
    assertThat(products / SAMPLES).isCloseTo(0, within(4 * sd * sd / Math.sqrt(SAMPLES)));
  }

  @Test
  void noiseIsAsSpecified() {
    errs("DO", 30, 1);
    errs("OD", 12, 0.36);
    errs("OUR", 2, 0.04);
    errs("CER", 2, 0.04);
    errs("Glucose", 0.5, 0.015);
    errs("Acetate", 0.2, 0.006);
    errs("Enzyme", 100, 15);
  }

  @Test
  void instrumentsErrIndependently() {
    double products = 0;
    for (int i = 0; i < SAMPLES; i++) {
      products +=
          (sensor("OUR").read(1, 7, i) - 1) / 0.02 * ((sensor("CER").read(1, 7, i) - 1) / 0.02);
    }
    assertThat(products / SAMPLES).isCloseTo(0, within(4 / Math.sqrt(SAMPLES)));
  }

  @Test
  void anExactInstrumentTellsTheTruth() {
    assertThat(sensor("Feed.Actual").read(0.0123, 1, 60)).isEqualTo(0.0123);
  }

  @Test
  void theOxygenProbeLagsByThirtyFiveSeconds() {
    Plant plant = new EcoliInduced();
    plant.start(1);
    plant.oxygenLoop(false);
    plant.advance(4 * 3600);
    // With the loop off, DO glides; a lag of tau behind a ramp of slope r trails by r tau.
    double probe = plant.value(Quantity.OXYGEN_AT_PROBE);
    double before = plant.value(Quantity.OXYGEN);
    plant.advance(60);
    double slope = (plant.value(Quantity.OXYGEN) - before) / 60;
    double drift = io.biopilot.simulators.plant.Draw.of(1).probeDriftPerHour() * 4;
    assertThat(probe - drift - before)
        .isCloseTo(-35 * slope, within(0.05 + 35 * Math.abs(slope) / 5));
  }
}
