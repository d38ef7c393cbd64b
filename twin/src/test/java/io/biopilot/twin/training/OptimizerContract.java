package io.biopilot.twin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.testing.Seeds;
import io.biopilot.twin.linalg.Vec;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** What every optimiser keeps. */
abstract class OptimizerContract {

  abstract Optimizer optimizer(int iterations);

  /** Iterations within which a convex quadratic of dimension 5 is solved to 1e-4. */
  abstract int enough();

  /** Σ cᵢ (zᵢ - i)², +∞ where the first variable exceeds a wall. */
  private static Objective bowl(double[] curvature, double wall) {
    return new Objective() {
      @Override
      public int dimension() {
        return curvature.length;
      }

      @Override
      public double valueAndGradientInto(double[] z, double[] gradient) {
        double value = 0.0;
        for (int i = 0; i < z.length; i++) {
          value += curvature[i] * (z[i] - i) * (z[i] - i);
          gradient[i] = 2.0 * curvature[i] * (z[i] - i);
        }
        return z[0] > wall ? Double.POSITIVE_INFINITY : value;
      }
    };
  }

  @Seeds(count = 5)
  void findsTheBottomOfABowl(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    double[] curvature = random.doubles(5, 0.5, 5.0).toArray();
    Vec start = Vec.of(random.doubles(5, -3.0, 3.0).toArray());
    Optimizer.Minimum minimum =
        optimizer(enough()).minimise(bowl(curvature, Double.POSITIVE_INFINITY), start);
    for (int i = 0; i < 5; i++) {
      assertThat(minimum.point().get(i)).isCloseTo(i, within(1e-2));
    }
    assertThat(minimum.value()).isLessThan(1e-4);
  }

  @Test
  void isNeverWorseThanTheStart() {
    Objective objective = bowl(new double[] {1.0, 100.0, 0.01}, Double.POSITIVE_INFINITY);
    Vec start = Vec.of(5.0, -4.0, 3.0);
    for (int budget = 0; budget <= 12; budget++) {
      Optimizer.Minimum minimum = optimizer(budget).minimise(objective, start);
      assertThat(minimum.iterations()).isLessThanOrEqualTo(budget);
      assertThat(minimum.value()).isLessThanOrEqualTo(objective.value(start.toArray()));
      assertThat(objective.value(minimum.point().toArray()))
          .isCloseTo(minimum.value(), within(1e-12 * Math.abs(minimum.value())));
    }
  }

  @Test
  void aStartWithoutAValueIsToldSo() {
    Objective objective = bowl(new double[] {1.0}, 2.0);
    Optimizer.Minimum minimum = optimizer(10).minimise(objective, Vec.of(3.0));
    assertThat(minimum.ending()).isEqualTo(Optimizer.Ending.NOT_FINITE);
    assertThat(minimum.point()).isEqualTo(Vec.of(3.0));
  }
}
