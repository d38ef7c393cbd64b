package io.biopilot.mpc.nlp;

import java.util.Arrays;

/**
 * Makes a small symmetric matrix positive definite by turning its negative eigenvalues round: |λ|
 * instead of λ, after its diagonal was scaled to ±1, so that units do not matter. Eigenvalues by
 * cyclic Jacobi rotations (Golub and Van Loan 2013, §8.5).
 */
final class Mirror {

  private static final int MOST_SWEEPS = 8;
  private static final double NEGLIGIBLE = 1e-9;
  private static final double SMALLEST = 1e-12;
  private static final int ROUNDS = 6;

  private final double[] a;
  private final double[] vectors;
  private final double[] scale;
  private int n;

  Mirror(int most) {
    a = new double[most * most];
    vectors = new double[most * most];
    scale = new double[most];
  }

  /**
   * Replaces the lower triangle of the first {@code size} rows of f; change (same layout) += what
   * was added.
   *
   * @param least smallest eigenvalue of the scaled matrix afterwards
   */
  void apply(double[] f, int size, int leading, double least, double[] change) {
    n = size;
    equilibrate(f, leading);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double value = f[i * leading + j] / (scale[i] * scale[j]);
        a[i * n + j] = value;
        a[j * n + i] = value;
        vectors[i * n + j] = i == j ? 1.0 : 0.0;
        vectors[j * n + i] = i == j ? 1.0 : 0.0;
      }
    }
    int sweeps = 0;
    while (sweeps < MOST_SWEEPS && sweep()) {
      sweeps++;
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double added = 0.0;
        for (int m = 0; m < n; m++) {
          double lambda = a[m * n + m];
          double lift = Math.max(Math.abs(lambda), least) - lambda;
          added += lift * vectors[i * n + m] * vectors[j * n + m];
        }
        added *= scale[i] * scale[j];
        f[i * leading + j] += added;
        change[i * leading + j] += added;
      }
    }
  }

  /**
   * Scales every row's largest entry to about 1 (Ruiz, RAL-TR-2001-034). A diagonal alone will not
   * do: beside a small one, a large entry off the diagonal would be mirrored into a curvature that
   * stops every step.
   */
  private void equilibrate(double[] f, int leading) {
    Arrays.fill(scale, 0, n, 1.0);
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < n; i++) {
        double largest = 0.0;
        for (int j = 0; j < n; j++) {
          double entry = f[Math.max(i, j) * leading + Math.min(i, j)];
          largest = Math.max(largest, Math.abs(entry) / (scale[i] * scale[j]));
        }
        scale[i] *= Math.sqrt(Math.max(SMALLEST, largest));
      }
    }
  }

  /** One sweep of rotations; false if there was nothing left to rotate. */
  private boolean sweep() {
    boolean any = false;
    for (int p = 0; p < n; p++) {
      for (int q = p + 1; q < n; q++) {
        double apq = a[p * n + q];
        if (Math.abs(apq) > NEGLIGIBLE) {
          any = true;
          double theta = (a[q * n + q] - a[p * n + p]) / (2.0 * apq);
          double t = Math.copySign(1.0, theta) / (Math.abs(theta) + Math.hypot(theta, 1.0));
          double c = 1.0 / Math.hypot(t, 1.0);
          rotate(p, q, c, c * t);
        }
      }
    }
    return any;
  }

  private void rotate(int p, int q, double c, double s) {
    for (int m = 0; m < n; m++) {
      double mp = a[m * n + p];
      double mq = a[m * n + q];
      a[m * n + p] = c * mp - s * mq;
      a[m * n + q] = s * mp + c * mq;
      double vp = vectors[m * n + p];
      double vq = vectors[m * n + q];
      vectors[m * n + p] = c * vp - s * vq;
      vectors[m * n + q] = s * vp + c * vq;
    }
    for (int m = 0; m < n; m++) {
      double pm = a[p * n + m];
      double qm = a[q * n + m];
      a[p * n + m] = c * pm - s * qm;
      a[q * n + m] = s * pm + c * qm;
    }
  }
}
