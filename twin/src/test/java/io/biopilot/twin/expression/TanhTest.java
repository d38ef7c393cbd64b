package io.biopilot.twin.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.testing.Seeds;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class TanhTest {

  @Seeds
  void agreesWithTheLibraryToAFewRoundings(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int i = 0; i < 10_000; i++) {
      // From 1e-8 to 1e2, both signs.
      double x = Math.copySign(Math.pow(10.0, random.nextDouble(-8.0, 2.0)), random.nextGaussian());
      double exact = StrictMath.tanh(x);
      assertThat(Tanh.of(x)).as("tanh %s", x).isCloseTo(exact, within(10 * Math.ulp(exact)));
    }
  }

  @Test
  void theEndsOfTheNumbersAreRight() {
    assertThat(Tanh.of(0.0)).isEqualTo(0.0);
    assertThat(Tanh.of(Double.POSITIVE_INFINITY)).isEqualTo(1.0);
    assertThat(Tanh.of(Double.NEGATIVE_INFINITY)).isEqualTo(-1.0);
    assertThat(Tanh.of(Double.MAX_VALUE)).isEqualTo(1.0);
    assertThat(Tanh.of(Double.NaN)).isNaN();
  }

  @Test
  void itIsOneButForRoundingWhereTheApproximantEnds() {
    for (double x = 20.0; x < 25.0; x += 0.001) {
      assertThat(Tanh.of(x)).isCloseTo(1.0, within(4.5e-16));
      assertThat(Tanh.of(-x)).isEqualTo(-Tanh.of(x));
    }
  }
}
