package io.biopilot.twin.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.testing.Seeds;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class FactorisationTest {

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  private static double[] matrix(RandomGenerator random, int rows, int columns) {
    double[] a = new double[rows * columns];
    for (int i = 0; i < a.length; i++) {
      a[i] = random.nextGaussian();
    }
    return a;
  }

  /** A x, or Aᵀ x. */
  private static double[] product(double[] a, double[] x, int n, boolean transposed) {
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        y[i] += (transposed ? a[j * n + i] : a[i * n + j]) * x[j];
      }
    }
    return y;
  }

  private static void assertClose(double[] actual, double[] expected, double tolerance) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("entry %d", i).isCloseTo(expected[i], within(tolerance));
    }
  }

  @Seeds
  void luSolvesBothWays(long seed) {
    RandomGenerator random = random(seed);
    for (int n : new int[] {1, 2, 3, 4, 5, 8, 10, 15, 21}) {
      double[] a = matrix(random, n, n);
      double[] x = matrix(random, n, 1);
      Lu lu = new Lu(n);
      assertThat(lu.factor(a)).isTrue();
      double[] b = product(a, x, n, false);
      lu.solve(b);
      assertClose(b, x, 1e-8);
      double[] bt = product(a, x, n, true);
      lu.solveTransposed(bt);
      assertClose(bt, x, 1e-8);
    }
  }

  @Test
  void luShiftsAndKnowsTheDeterminant() {
    Lu lu = new Lu(3);
    double[] a = {0.0, 2.0, 0.0, 0.0, 0.0, 3.0, 4.0, 0.0, 0.0};
    assertThat(lu.factor(a)).isTrue();
    assertThat(lu.determinant()).isCloseTo(24.0, within(1e-13));
    // I - 0.5 A has the determinant 1 - 24/8
    assertThat(lu.factorIdentityMinus(0.5, a)).isTrue();
    assertThat(lu.determinant()).isCloseTo(-2.0, within(1e-13));
  }

  @Test
  void singularMatricesAreRefused() {
    Lu lu = new Lu(2);
    assertThat(lu.factor(new double[] {1.0, 2.0, 2.0, 4.0})).isFalse();
    assertThat(lu.factor(new double[] {1.0, Double.NaN, 2.0, 4.0})).isFalse();
    assertThatThrownBy(() -> lu.solve(new double[2])).isInstanceOf(IllegalStateException.class);
    assertThat(new Cholesky(2).factor(new double[] {1.0, 2.0, 2.0, 1.0})).isFalse();
    assertThat(new ComplexLu(1).factorShifted(0.0, 0.0, new double[] {0.0})).isFalse();
  }

  @Seeds
  void complexLuSolvesBothWays(long seed) {
    RandomGenerator random = random(seed);
    for (int n : new int[] {1, 2, 3, 8, 11}) {
      double[] a = matrix(random, n, n);
      double[] xr = matrix(random, n, 1);
      double[] xi = matrix(random, n, 1);
      ComplexLu lu = new ComplexLu(n);
      assertThat(lu.factorShifted(0.7, 1.3, a)).isTrue();
      for (boolean transposed : new boolean[] {false, true}) {
        // ((α + iβ) I - A)(x_r + i x_i)
        double[] br = product(a, xr, n, transposed);
        double[] bi = product(a, xi, n, transposed);
        for (int i = 0; i < n; i++) {
          br[i] = 0.7 * xr[i] - 1.3 * xi[i] - br[i];
          bi[i] = 0.7 * xi[i] + 1.3 * xr[i] - bi[i];
        }
        if (transposed) {
          lu.solveTransposed(br, bi);
        } else {
          lu.solve(br, bi);
        }
        assertClose(br, xr, 1e-9);
        assertClose(bi, xi, 1e-9);
      }
    }
  }

  @Seeds
  void choleskySolvesAndWhitens(long seed) {
    RandomGenerator random = random(seed);
    int n = 6;
    double[] g = matrix(random, n, n);
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          a[i * n + j] += g[i * n + k] * g[j * n + k];
        }
      }
      a[i * n + i] += 0.1;
    }
    Cholesky cholesky = new Cholesky(n);
    assertThat(cholesky.factor(a)).isTrue();
    double[] x = matrix(random, n, 1);
    double[] b = product(a, x, n, false);
    double[] white = b.clone();
    cholesky.solve(b);
    assertClose(b, x, 1e-9);
    cholesky.forward(white);
    double[] back = new double[n];
    cholesky.multiplyInto(white, back);
    assertClose(back, product(a, x, n, false), 1e-10);
    Lu lu = new Lu(n);
    lu.factor(a);
    assertThat(cholesky.logDeterminant()).isCloseTo(Math.log(lu.determinant()), within(1e-9));
  }

  @Seeds
  void qrFindsTheLeastSquaresSolution(long seed) {
    RandomGenerator random = random(seed);
    int m = 9;
    int n = 4;
    double[] a = matrix(random, m, n);
    double[] b = matrix(random, m, 1);
    Qr qr = new Qr(m, n);
    qr.factor(a);
    assertThat(qr.rank(1e-12)).isEqualTo(n);
    double[] x = new double[n];
    qr.leastSquares(b.clone(), x, 1e-12);
    // normal equations: Aᵀ (A x - b) = 0
    for (int j = 0; j < n; j++) {
      double sum = 0.0;
      for (int i = 0; i < m; i++) {
        double residual = -b[i];
        for (int k = 0; k < n; k++) {
          residual += a[i * n + k] * x[k];
        }
        sum += a[i * n + j] * residual;
      }
      assertThat(sum).isCloseTo(0.0, within(1e-12));
    }
  }

  @Test
  void qrSeesARepeatedColumn() {
    double[] a = {1.0, 2.0, 1.0, 3.0, 1.0, 3.0, -1.0, 4.0, -1.0, 0.5, 0.0, 0.5};
    Qr qr = new Qr(4, 3);
    qr.factor(a);
    assertThat(qr.rank(1e-12)).isEqualTo(2);
    assertThat(Svd.of(a, 4, 3).rank(1e-12)).isEqualTo(2);
  }

  @Seeds
  void svdAndEigenPutTheMatrixTogetherAgain(long seed) {
    RandomGenerator random = random(seed);
    int m = 5;
    int n = 3;
    double[] a = matrix(random, m, n);
    Svd svd = Svd.of(a, m, n);
    double[] sum = new double[m * n];
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          sum[i * n + j] +=
              svd.values().get(k) * svd.left().get(k).get(i) * svd.right().get(k).get(j);
        }
      }
    }
    assertClose(sum, a, 1e-12);
    assertThat(svd.values().get(0)).isGreaterThanOrEqualTo(svd.values().get(2));
    double[] s = {2.0, 1.0, 1.0, 2.0};
    SymmetricEigen eigen = SymmetricEigen.of(s, 2);
    assertThat(eigen.values().get(0)).isCloseTo(1.0, within(1e-14));
    assertThat(eigen.values().get(1)).isCloseTo(3.0, within(1e-14));
    Eigenvalues rotation = Eigenvalues.of(new double[] {-0.1, -2.0, 2.0, -0.1}, 2);
    assertThat(rotation.abscissa()).isCloseTo(-0.1, within(1e-13));
    assertThat(Math.abs(rotation.imaginary().get(0))).isCloseTo(2.0, within(1e-13));
  }
}
