package io.biopilot.mpc.nlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MirrorTest {

  private static final double LEAST = 1e-4;

  private static double[] mirrored(double[] f, int n) {
    new Mirror(n).apply(f, n, n, LEAST, new double[n * n]);
    return f;
  }

  @Test
  void positiveDefiniteMatrixStaysAsItIs() {
    double[] f = mirrored(new double[] {4.0, 0.0, 1.0, 3.0}, 2);
    assertThat(f).containsExactly(new double[] {4.0, 0.0, 1.0, 3.0}, within(1e-12));
  }

  @Test
  void negativeCurvatureIsTurnedRound() {
    double[] f = mirrored(new double[] {-4.0, 0.0, 0.0, 9.0}, 2);
    assertThat(f[0]).isCloseTo(4.0, within(1e-12));
    assertThat(f[3]).isCloseTo(9.0, within(1e-12));
  }

  /**
   * Eigenvalues of [[0, 1], [1, 1]] are (1 ± √5)/2; with the negative one turned round the diagonal
   * is at most √5. Scaled by its diagonal alone the matrix would get entries of 1e6.
   */
  @Test
  void zeroOnTheDiagonalDoesNotBecomeAHugeCurvature() {
    double[] f = mirrored(new double[] {0.0, 0.0, 1.0, 1.0}, 2);
    assertThat(f[0]).isBetween(0.1, Math.sqrt(5.0));
    assertThat(f[3]).isBetween(1.0, Math.sqrt(5.0));
    assertThat(f[0] * f[3] - f[2] * f[2]).isPositive();
  }

  /** Each round of the equilibration halves the logarithm of a scale; what is left is 10 %. */
  @Test
  void unitsOfTheVariablesHardlyMatter() {
    double[] f = mirrored(new double[] {0.0, 0.0, 1.0, 1.0}, 2);
    // The second variable in a unit a thousand times as large.
    double[] other = mirrored(new double[] {0.0, 0.0, 1e3, 1e6}, 2);
    assertThat(other[0]).isCloseTo(f[0], within(0.1 * f[0]));
    assertThat(other[2] * 1e-3).isCloseTo(f[2], within(0.1 * f[0]));
    assertThat(other[3] * 1e-6).isCloseTo(f[3], within(0.1 * f[3]));
  }
}
