package io.biopilot.simulators.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.testing.Seeds;
import io.biopilot.twin.linalg.Vec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EcoliInducedTest {

  private static final int HOUR = 3600;

  private final EcoliInduced plant = new EcoliInduced();

  /** A feed that grows slowly, and one dose at ten hours: the life of a plausible batch. */
  private static void drive(Plant plant, int fromHour, int untilHour) {
    for (int minute = fromHour * 60; minute < untilHour * 60; minute++) {
      double hours = minute / 60.0;
      double rate = hours < 5.5 ? 0 : 0.012 * Math.exp(0.12 * (hours - 5.5));
      plant.set(Input.FEED, rate);
      if (minute == 600) {
        plant.dose(1, 0.05);
      }
      plant.advance(60);
    }
  }

  @Test
  void nothingHappensBeforeInoculation() {
    plant.set(Input.FEED, 0.02);
    plant.advance(HOUR);
    assertThat(plant.batchSeconds()).isZero();
    assertThat(plant.value(Quantity.VOLUME)).isEqualTo(2);
    assertThat(plant.value(Quantity.BIOMASS)).isZero();
    assertThat(plant.value(Quantity.FEED_RATE)).isZero();
  }

  @Seeds(count = 4)
  void volumeIsWhatWasPutIn(long seed) {
    plant.start(seed);
    drive(plant, 0, 16);
    Truth truth = plant.truth();
    double dosed = truth.inducerG() / Constant.INDUCER_STOCK.nominal();
    // Rounding of 11,520 additions.
    assertThat(plant.value(Quantity.VOLUME)).isCloseTo(2 + truth.feedL() + dosed, within(1e-10));
    assertThat(truth.inducerG()).isEqualTo(0.05);
  }

  @Seeds(count = 4)
  void carbonIsNeitherMadeNorLost(long seed) {
    Draw draw = Draw.of(seed);
    plant.start(seed);
    double before = carbon(draw, plant.states());
    drive(plant, 0, 16);
    double fed = plant.truth().feedL() * draw.get(Constant.FEED_GLUCOSE) * draw.get(Constant.CS);
    // Carbon is linear in the states, so the method keeps it but for rounding.
    assertThat(carbon(draw, plant.states())).isCloseTo(before + fed, within(1e-9 * (before + fed)));
    assertThat(plant.states()[EcoliKinetics.CO2]).isGreaterThan(20);
  }

  /** Carbon in the vessel and gone with the gas (g). */
  private static double carbon(Draw draw, double[] y) {
    return y[EcoliKinetics.V]
            * (draw.get(Constant.CS) * y[EcoliKinetics.S]
                + draw.get(Constant.CX) * y[EcoliKinetics.X]
                + draw.get(Constant.CA) * y[EcoliKinetics.A]
                + draw.get(Constant.CP) * y[EcoliKinetics.P])
        + y[EcoliKinetics.CO2] * 12.011 / 44.009;
  }

  @Test
  void sameSeedSameBatchOtherSeedOtherBatch() {
    EcoliInduced twinOf = new EcoliInduced();
    EcoliInduced other = new EcoliInduced();
    plant.start(7);
    twinOf.start(7);
    other.start(8);
    for (Plant each : List.of(plant, twinOf, other)) {
      drive(each, 0, 12);
    }
    assertThat(twinOf.states()).isEqualTo(plant.states());
    assertThat(twinOf.truth()).isEqualTo(plant.truth());
    assertThat(other.states()).isNotEqualTo(plant.states());
  }

  @Seeds(count = 4)
  void statesStayWhereNatureAllowsThem(long seed) {
    plant.start(seed);
    for (int hour = 0; hour < 16; hour++) {
      drive(plant, hour, hour + 1);
      assertThat(Vec.of(plant.states()).isFinite()).isTrue();
      assertThat(plant.value(Quantity.GLUCOSE)).isGreaterThan(-1e-9);
      assertThat(plant.value(Quantity.ACETATE)).isGreaterThan(-1e-9);
      assertThat(plant.value(Quantity.OXYGEN)).isBetween(-1e-9, 99.0);
      assertThat(plant.value(Quantity.CARBON_EVOLUTION)).isPositive();
    }
    assertThat(plant.truth().productG()).isPositive();
  }

  @Test
  void withoutOxygenTheBatchStillEnds() {
    plant.start(3);
    plant.oxygenLoop(false);
    plant.set(Input.STIRRER, 300);
    plant.set(Input.AIR, 30);
    plant.set(Input.FEED, 0.03);
    plant.advance(8 * HOUR);
    Truth truth = plant.truth();
    assertThat(truth.doMinPercent()).isBetween(-1e-9, 1.0);
    assertThat(truth.violationMinutes().oxygen()).isGreaterThan(100);
  }

  @Test
  void theOwnLoopHoldsOxygenStirrerFirst() {
    plant.begin(Draw.nominal());
    drive(plant, 0, 3);
    assertThat(plant.value(Quantity.OXYGEN)).isCloseTo(30, within(1.5));
    assertThat(plant.value(Quantity.STIRRER)).isBetween(301.0, 1199.0);
    assertThat(plant.value(Quantity.AIR)).isEqualTo(30);
    drive(plant, 3, 9);
    assertThat(plant.value(Quantity.OXYGEN)).isCloseTo(30, within(1.5));
    assertThat(plant.value(Quantity.STIRRER)).isEqualTo(1200);
    assertThat(plant.value(Quantity.AIR)).isBetween(31.0, 119.0);
  }

  @Test
  void aDoseRunsOncePerId() {
    plant.start(1);
    plant.advance(60);
    assertThat(plant.dose(5, 0.05)).isEqualTo(Answer.TAKEN);
    assertThat(plant.dose(5, 0.05)).isEqualTo(Answer.KNOWN_ID);
    assertThat(plant.dose(4, 0.05)).isEqualTo(Answer.KNOWN_ID);
    assertThat(plant.lastDoseId()).isEqualTo(5);
    assertThat(plant.truth().inducerG()).isEqualTo(0.05);
    // 0.05 g of a stock of 10 g/L in 2 L
    assertThat(plant.value(Quantity.INDUCER)).isCloseTo(0.05 / 2.005, within(1e-12));
  }

  @Test
  void fallbackStopsFeedAndDosesUntilRearmed() {
    plant.start(1);
    plant.set(Input.FEED, 0.02);
    plant.advance(60);
    plant.fallBack();
    assertThat(plant.value(Quantity.FEED_RATE)).isZero();
    assertThat(plant.set(Input.FEED, 0.02)).isEqualTo(Answer.NOT_NOW);
    assertThat(plant.dose(1, 0.05)).isEqualTo(Answer.NOT_NOW);
    assertThat(plant.lastDoseId()).isZero();
    plant.rearm();
    assertThat(plant.set(Input.FEED, 0.02)).isEqualTo(Answer.TAKEN);
    assertThat(plant.truth().unsafeWrites()).isZero();
  }

  @Test
  void refusedWritesAreCountedAndDoNothing() {
    plant.start(1);
    for (double bad : new double[] {-0.001, 0.151, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThat(plant.set(Input.FEED, bad)).isEqualTo(Answer.OUT_OF_RANGE);
      assertThat(plant.dose(1, bad)).isEqualTo(Answer.OUT_OF_RANGE);
    }
    assertThat(plant.setpoint(Input.FEED)).isZero();
    assertThat(plant.truth().unsafeWrites()).isEqualTo(8);
  }

  @Test
  void minutesBeyondTheLimitsAreCounted() {
    plant.begin(Draw.nominal());
    plant.set(Input.FEED, 0.15);
    plant.advance(8 * HOUR);
    // 2 L + 0.15 L/h reach 3 L at 400 min; glucose is above 1 g/L from the first feeding on.
    assertThat(plant.truth().violationMinutes().volume()).isCloseTo(80, within(1e-6));
    assertThat(plant.truth().violationMinutes().glucose()).isCloseTo(480, within(1e-6));
  }

  @Test
  void anImageGoesOnWhereThePlantWas() {
    plant.start(11);
    drive(plant, 0, 11);
    EcoliInduced copy = new EcoliInduced();
    copy.restore(plant.image());
    drive(plant, 11, 16);
    drive(copy, 11, 16);
    assertThat(copy.states()).isEqualTo(plant.states());
    assertThat(copy.truth()).isEqualTo(plant.truth());
    assertThat(copy.lastDoseId()).isEqualTo(1);
    PlantImage stranger = new PlantImage("other", Map.of());
    assertThatThrownBy(() -> copy.restore(stranger)).hasMessageContaining("other");
  }

  @Test
  void halfTheStepsGiveTheSameBatch() {
    EcoliKinetics kinetics = new EcoliKinetics(Draw.nominal());
    kinetics.transfer = 200;
    kinetics.feed = 0.03;
    double[] coarse = plant.states();
    coarse[EcoliKinetics.X] = 15;
    coarse[EcoliKinetics.I] = 0.02;
    double[] fine = coarse.clone();
    ClassicRungeKutta method = new ClassicRungeKutta(EcoliKinetics.STATES);
    for (int i = 0; i < 720; i++) {
      method.advance(kinetics, coarse, 5 / 3600.0);
      for (int part = 0; part < 20; part++) {
        method.advance(kinetics, fine, 0.25 / 3600.0);
      }
    }
    for (int state = 0; state < EcoliKinetics.STATES; state++) {
      assertThat(coarse[state]).isCloseTo(fine[state], within(1e-5 * Math.abs(fine[state])));
    }
  }
}
