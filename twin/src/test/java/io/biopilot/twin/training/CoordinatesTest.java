package io.biopilot.twin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.linalg.Vec;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoordinatesTest {

  private final Coordinates coordinates =
      new Coordinates(
          Vec.of(1.0, 2.0, 3.0),
          List.of(
              new Coordinates.Free(2, Coordinates.Scale.LOG, 3.0, 0.2),
              new Coordinates.Free(0, Coordinates.Scale.LINEAR, 1.0, 0.5)));

  @Test
  void theOriginIsThePriorMean() {
    assertThat(coordinates.parameters(new double[2])).isEqualTo(Vec.of(1.0, 2.0, 3.0));
  }

  @Test
  void parametersAndCoordinatesAreInverse() {
    Vec parameters = coordinates.parameters(new double[] {1.5, -2.0});
    assertThat(parameters.get(2)).isCloseTo(3.0 * Math.exp(0.3), within(1e-15));
    assertThat(parameters.get(0)).isEqualTo(0.0);
    assertThat(parameters.get(1)).isEqualTo(2.0);
    Vec back = coordinates.coordinates(parameters);
    assertThat(back.get(0)).isCloseTo(1.5, within(1e-12));
    assertThat(back.get(1)).isCloseTo(-2.0, within(1e-12));
  }

  @Test
  void theChainRuleEqualsDifferences() {
    double[] z = {0.7, -0.4};
    double[] gradient = new double[2];
    // f = p₀² + p₁ p₂
    Vec p = coordinates.parameters(z);
    coordinates.addGradient(z, new double[] {2.0 * p.get(0), p.get(2), p.get(1)}, gradient);
    double h = 1e-6;
    for (int i = 0; i < 2; i++) {
      double[] up = z.clone();
      double[] down = z.clone();
      up[i] += h;
      down[i] -= h;
      // Truncation h² f''' ≈ 1e-12, rounding 1e-16 / h ≈ 1e-10.
      assertThat(gradient[i])
          .isCloseTo(
              (f(coordinates.parameters(up)) - f(coordinates.parameters(down))) / (2 * h),
              within(1e-8));
    }
  }

  private static double f(Vec p) {
    return p.get(0) * p.get(0) + p.get(1) * p.get(2);
  }

  @Test
  void aLogarithmOfANegativeMeanIsRefused() {
    assertThatThrownBy(() -> new Coordinates.Free(0, Coordinates.Scale.LOG, -1.0, 0.1))
        .hasMessageContaining("-1.0");
  }
}
