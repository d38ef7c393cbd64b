package io.biopilot.twin.ode.methods;

import io.biopilot.twin.linalg.ComplexLu;
import io.biopilot.twin.linalg.Lu;
import io.biopilot.twin.ode.Counts;
import io.biopilot.twin.ode.VectorField;

/**
 * The linear algebra of Radau IIA: Jacobian, one real and one complex factorisation, and the
 * transformation T with T⁻¹ A⁻¹ T = diag(γ, [α -β; β α]) (Hairer and Wanner 1996, §IV.8, eq. 8.3
 * ff.). T comes from the eigenvectors, normalised as there.
 */
final class RadauSystem {

  private static final double[][] T = new double[3][3];
  private static final double[][] INVERSE = new double[3][3];

  static {
    transformation();
  }

  private final int n;
  private final double[] jacobian;
  private final double[] real;
  private final double[] complexRe;
  private final double[] complexIm;
  private final Lu lu;
  private final ComplexLu complexLu;
  private final JacobianSource source;
  private double size;
  private boolean haveJacobian;
  private boolean fresh;

  RadauSystem(int dimension) {
    n = dimension;
    jacobian = new double[dimension * dimension];
    real = new double[dimension];
    complexRe = new double[dimension];
    complexIm = new double[dimension];
    lu = new Lu(dimension);
    complexLu = new ComplexLu(dimension);
    source = new JacobianSource(dimension);
  }

  /**
   * Columns of T: the real eigenvector of A⁻¹, then real and negated imaginary part of the complex
   * one, v with v₃ = 1 (so T₃ = (·, 1, 0)).
   */
  private static void transformation() {
    double[][] m = inverse(RadauIIA5.table().rows());
    // (A⁻¹ - λ) v = 0 with v₃ = 1 by Cramer's rule on the first two rows
    double lambda = RadauIIA5.REAL;
    double det = (m[0][0] - lambda) * (m[1][1] - lambda) - m[0][1] * m[1][0];
    T[0][0] = (-m[0][2] * (m[1][1] - lambda) + m[0][1] * m[1][2]) / det;
    T[1][0] = (-(m[0][0] - lambda) * m[1][2] + m[1][0] * m[0][2]) / det;
    T[2][0] = 1.0;
    double ar = m[0][0] - RadauIIA5.ALPHA;
    double dr = m[1][1] - RadauIIA5.ALPHA;
    double b = RadauIIA5.BETA;
    // λ = α + iβ: the entries ar - ib and dr - ib
    double detRe = ar * dr - b * b - m[0][1] * m[1][0];
    double detIm = -b * (ar + dr);
    double square = detRe * detRe + detIm * detIm;
    double oneRe = -m[0][2] * dr + m[0][1] * m[1][2];
    double oneIm = m[0][2] * b;
    double twoRe = -ar * m[1][2] + m[1][0] * m[0][2];
    double twoIm = b * m[1][2];
    T[0][1] = (oneRe * detRe + oneIm * detIm) / square;
    T[0][2] = -(oneIm * detRe - oneRe * detIm) / square;
    T[1][1] = (twoRe * detRe + twoIm * detIm) / square;
    T[1][2] = -(twoIm * detRe - twoRe * detIm) / square;
    T[2][1] = 1.0;
    T[2][2] = 0.0;
    double[][] inverse = inverse(T);
    for (int i = 0; i < 3; i++) {
      System.arraycopy(inverse[i], 0, INVERSE[i], 0, 3);
    }
  }

  /** Inverse of a 3 × 3 matrix. */
  static double[][] inverse(double[][] a) {
    Lu lu = new Lu(3);
    double[] flat = new double[9];
    for (int i = 0; i < 3; i++) {
      System.arraycopy(a[i], 0, flat, 3 * i, 3);
    }
    lu.factor(flat);
    lu.inverseInto(flat);
    double[][] result = new double[3][3];
    for (int i = 0; i < 3; i++) {
      System.arraycopy(flat, 3 * i, result[i], 0, 3);
    }
    return result;
  }

  /** T⁻¹ A⁻¹ T, for the test: should be block diagonal. */
  static double[][] transformedInverse() {
    return product(INVERSE, product(inverse(RadauIIA5.table().rows()), T));
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] c = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          c[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return c;
  }

  void forgetJacobian() {
    haveJacobian = false;
    size = 0.0;
  }

  /** A step was accepted; the Jacobian is no longer of its beginning. */
  void age(boolean keep) {
    fresh = false;
    if (!keep) {
      forgetJacobian();
    }
  }

  boolean fresh() {
    return fresh;
  }

  double failure() {
    return JacobianSource.failure(jacobian);
  }

  double jacobianNorm() {
    return JacobianSource.rowSumNorm(jacobian, n);
  }

  boolean needsFactors(double h) {
    return h != size;
  }

  boolean factor(
      VectorField field, double t, double[] y, double[] absolute, double h, Counts counts) {
    if (!haveJacobian) {
      source.jacobianInto(field, t, y, absolute, jacobian, counts);
      haveJacobian = true;
      fresh = true;
    }
    counts.factorisations += 2;
    size = 0.0;
    if (!lu.factorIdentityMinus(h / RadauIIA5.REAL, jacobian)
        || !complexLu.factorShifted(RadauIIA5.ALPHA / h, RadauIIA5.BETA / h, jacobian)) {
      return false;
    }
    size = h;
    return true;
  }

  void toTransformed(double[][] z, double[][] w) {
    for (int m = 0; m < n; m++) {
      for (int i = 0; i < 3; i++) {
        w[i][m] = INVERSE[i][0] * z[0][m] + INVERSE[i][1] * z[1][m] + INVERSE[i][2] * z[2][m];
      }
    }
  }

  /**
   * One Newton step: w += Δw, z = T w.
   *
   * @return Σ (Δw / scale)² over all three
   */
  double newtonStep(
      double[][] f, double[][] w, double[][] z, double[] y, double relative, double[] absolute) {
    double g = RadauIIA5.REAL / size;
    double a = RadauIIA5.ALPHA / size;
    double b = RadauIIA5.BETA / size;
    for (int m = 0; m < n; m++) {
      double f1 = f[0][m];
      double f2 = f[1][m];
      double f3 = f[2][m];
      real[m] = INVERSE[0][0] * f1 + INVERSE[0][1] * f2 + INVERSE[0][2] * f3 - g * w[0][m];
      complexRe[m] =
          INVERSE[1][0] * f1
              + INVERSE[1][1] * f2
              + INVERSE[1][2] * f3
              - (a * w[1][m] - b * w[2][m]);
      complexIm[m] =
          INVERSE[2][0] * f1
              + INVERSE[2][1] * f2
              + INVERSE[2][2] * f3
              - (b * w[1][m] + a * w[2][m]);
    }
    solveReal(real);
    complexLu.solve(complexRe, complexIm);
    double square = 0.0;
    for (int m = 0; m < n; m++) {
      double scale = 1.0 / (absolute[m] + relative * Math.abs(y[m]));
      double d1 = real[m];
      double d2 = complexRe[m];
      double d3 = complexIm[m];
      square += (d1 * d1 + d2 * d2 + d3 * d3) * scale * scale;
      double w1 = w[0][m] += d1;
      double w2 = w[1][m] += d2;
      double w3 = w[2][m] += d3;
      z[0][m] = T[0][0] * w1 + T[0][1] * w2 + T[0][2] * w3;
      z[1][m] = T[1][0] * w1 + T[1][1] * w2 + T[1][2] * w3;
      z[2][m] = T[2][0] * w1 + T[2][1] * w2;
    }
    return square;
  }

  /** b = (γ/h I - J)⁻¹ b. */
  void solveReal(double[] b) {
    lu.solve(b);
    double scale = size / RadauIIA5.REAL;
    for (int m = 0; m < n; m++) {
      b[m] *= scale;
    }
  }

  /** b = (I - h/γ J)⁻¹ b. */
  void solve(double[] b) {
    lu.solve(b);
  }

  /** b = (I - h/γ J)⁻ᵀ b. */
  void solveTransposed(double[] b) {
    lu.solveTransposed(b);
  }
}
