package io.biopilot.twin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.linalg.Vec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LeastSquaresTest {

  /** rᵢ = a e^(-b tᵢ) - yᵢ with exact data for a = 2, b = 0.5; no value for b < 0. */
  private static final Residuals DECAY =
      new Residuals() {
        @Override
        public int dimension() {
          return 2;
        }

        @Override
        public int count() {
          return 20;
        }

        @Override
        public boolean valueInto(double[] z, double[] r) {
          for (int i = 0; i < r.length; i++) {
            double t = 0.25 * i;
            r[i] = z[0] * Math.exp(-z[1] * t) - 2.0 * Math.exp(-0.5 * t);
          }
          return z[1] >= 0.0;
        }
      };

  @Test
  void recoversAnExponential() {
    LeastSquares.Result result = new LeastSquares(50, 1e-5).minimise(DECAY, Vec.of(1.0, 2.0));
    assertThat(result.converged()).isTrue();
    assertThat(result.point().get(0)).isCloseTo(2.0, within(1e-6));
    assertThat(result.point().get(1)).isCloseTo(0.5, within(1e-6));
  }

  @Test
  void theCovarianceIsTheInverseOfTheInformation() {
    LeastSquares.Result result = new LeastSquares(50, 1e-5).minimise(DECAY, Vec.of(1.0, 2.0));
    // JᵀJ at the optimum by hand: ∂r/∂a = e^(-bt), ∂r/∂b = -a t e^(-bt).
    double aa = 0.0;
    double ab = 0.0;
    double bb = 0.0;
    for (int i = 0; i < 20; i++) {
      double t = 0.25 * i;
      double e = Math.exp(-0.5 * t);
      aa += e * e;
      ab += -2.0 * t * e * e;
      bb += 4.0 * t * t * e * e;
    }
    double determinant = aa * bb - ab * ab;
    assertThat(result.covariance().get(0)).isCloseTo(bb / determinant, within(1e-4));
    assertThat(result.covariance().get(1)).isCloseTo(-ab / determinant, within(1e-4));
    assertThat(result.covariance().get(3)).isCloseTo(aa / determinant, within(1e-4));
  }

  @Test
  void aSpentBudgetReturnsTheBestPointSoFar() {
    LeastSquares.Result result = new LeastSquares(2, 1e-5).minimise(DECAY, Vec.of(1.0, 2.0));
    assertThat(result.converged()).isFalse();
    double[] r = new double[20];
    assertThat(DECAY.valueInto(result.point().toArray(), r)).isTrue();
    double sum = 0.0;
    for (double one : r) {
      sum += one * one;
    }
    assertThat(result.sumOfSquares()).isCloseTo(sum, within(1e-12));
    double[] atStart = new double[20];
    DECAY.valueInto(new double[] {1.0, 2.0}, atStart);
    double before = Arrays.stream(atStart).map(x -> x * x).sum();
    assertThat(sum).isLessThan(before);
  }
}
