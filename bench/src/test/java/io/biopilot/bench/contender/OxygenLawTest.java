package io.biopilot.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class OxygenLawTest {

  private static final double TICK = 1.0 / 60;
  private static final OxygenLaw LAW = new OxygenLaw(10, 0.01, 0.1, 28, 0.001, 0.2);

  private static OxygenLaw.Shown reserve(double percent) {
    return new OxygenLaw.Shown(percent, 1200, 120);
  }

  @Test
  void theHeadRoomIsWhatFullStirringWouldGive() {
    // Half the transfer halves the way down from 99.
    double stirrer = 1200 * Math.pow(0.5, 1 / 1.5);
    assertThat(new OxygenLaw.Shown(30, stirrer, 120).reserve()).isCloseTo(64.5, within(1e-9));
  }

  @Test
  void feedBeginsWhenOxygenRisesAndNotBefore() {
    OxygenLaw.Memory memory = null;
    OxygenLaw.Past none = new OxygenLaw.Past(0, 0, 0);
    double hours = 3;
    for (int k = 0; k < 60; k++) {
      OxygenLaw.Move move = LAW.next(hours += TICK, TICK, reserve(60), none, memory);
      assertThat(move.feed()).isZero();
      memory = move.memory();
    }
    double begun = 0;
    for (int k = 0; k < 10; k++) {
      OxygenLaw.Move move = LAW.next(hours += TICK, TICK, reserve(85), none, memory);
      memory = move.memory();
      begun = Math.max(begun, move.feed());
    }
    assertThat(begun).isCloseTo(0.01, within(1e-12));
  }

  @Test
  void lackOfOxygenCutsTheFeedAndPlentyRaisesItToTheCapAndNoFurther() {
    OxygenLaw.Memory memory = new OxygenLaw.Memory(20, 20, 5);
    OxygenLaw.Past past = new OxygenLaw.Past(0.02, 0.02, 0.02);
    assertThat(LAW.next(8, TICK, reserve(20), past, memory).feed()).isLessThan(0.02);
    OxygenLaw.Memory plenty = new OxygenLaw.Memory(70, 20, 5);
    double cap = 0.01 * Math.exp(0.1 * 3);
    assertThat(LAW.next(8, TICK, reserve(70), past, plenty).feed()).isCloseTo(cap, within(1e-12));
  }

  @Test
  void theFeedKeepsWithinItsRateLimit() {
    OxygenLaw steep = new OxygenLaw(10, 0.1, 0.1, 28, 10, 0.001);
    OxygenLaw.Memory memory = new OxygenLaw.Memory(70, 20, 5);
    OxygenLaw.Past past = new OxygenLaw.Past(0.05, 0.04, 0.05);
    assertThat(steep.next(8, TICK, reserve(70), past, memory).feed())
        .isCloseTo(0.07, within(1e-12));
    OxygenLaw.Memory low = new OxygenLaw.Memory(5, 5, 5);
    assertThat(steep.next(8, TICK, reserve(5), past, low).feed()).isCloseTo(0.02, within(1e-12));
  }
}
