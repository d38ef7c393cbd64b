package io.biopilot.agent.cli.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlanWordsTest {

  @Test
  void gapIsAShareOfTheBound() {
    assertThat(PlanWords.share(0.9974, -8.347704)).isEqualTo(" (12 %)");
    assertThat(PlanWords.share(-0.4275, -5.29683)).isEqualTo(" (-8.1 %)");
  }

  @Test
  void gapIsNoShareOfABoundNearNothing() {
    assertThat(PlanWords.share(1e-3, 1e-9)).isEmpty();
    assertThat(PlanWords.share(0.3, 0.0)).isEmpty();
    assertThat(PlanWords.share(0.0, 0.0)).isEmpty();
  }
}
