package io.biopilot.mpc.nlp;

/**
 * The controls' part of one stage of {@link Riccati}: their factorisation, and what is left of the
 * stage for its states. Rows are padded to a multiple of four; loops are fused over pairs of
 * controls, since each short loop costs more than its work.
 */
final class Elimination {
  private Elimination() {}

  /**
   * Cholesky of Fuu in place (reciprocal pivots on the diagonal) and Y = L⁻¹ Fux.
   *
   * @param floor the first pivot squared that is not above it ends the work
   * @return the smallest pivot squared, ∞ without controls
   */
  static double controls(double[] f, int nx, int nu, double floor) {
    int nz = nx + nu;
    int ld = StageShape.padded(nz);
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = nx; i < nz; i++) {
      int ri = i * ld;
      for (int j = nx; j < i; j++) {
        int rj = j * ld;
        double l = f[ri + j];
        for (int m = nx; m < j; m++) {
          l = Math.fma(-f[ri + m], f[rj + m], l);
        }
        f[ri + j] = l * f[rj + j];
      }
      double pivot = f[ri + i];
      for (int m = nx; m < i; m++) {
        pivot = Math.fma(-f[ri + m], f[ri + m], pivot);
      }
      smallest = Math.min(smallest, pivot);
      if (!(pivot > floor)) {
        return smallest;
      }
      double reciprocal = 1.0 / Math.sqrt(pivot);
      f[ri + i] = reciprocal;
      int m = nx;
      for (; m < i - 1; m++) {
        subtract(f[ri + m], f, m * ld, ri, nx);
      }
      if (m < i) {
        subtractAndScale(f[ri + m], f, m * ld, ri, reciprocal, nx);
      } else {
        for (int j = 0; j < nx; j++) {
          f[ri + j] *= reciprocal;
        }
      }
    }
    return smallest;
  }

  /** Row −= l · other row. */
  private static void subtract(double l, double[] f, int other, int row, int n) {
    for (int j = 0; j < n; j++) {
      f[row + j] = Math.fma(-l, f[other + j], f[row + j]);
    }
  }

  /** Row ← factor · (row − l · other row). */
  private static void subtractAndScale(
      double l, double[] f, int other, int row, double factor, int n) {
    for (int j = 0; j < n; j++) {
      f[row + j] = Math.fma(-l, f[other + j], f[row + j]) * factor;
    }
  }

  /** P = Fxx − Yᵀ Y, both triangles. */
  static void reduce(double[] f, int nx, int nu, double[] p) {
    int ld = StageShape.padded(nx + nu);
    int left = nu;
    int y = nx * ld;
    // All but the last two rows of Y change Fxx itself, which is not read again.
    for (; left > 2; left--, y += ld) {
      for (int i = 0; i < nx; i++) {
        subtract(f[y + i], f, y, i * ld, i + 1);
      }
    }
    if (left == 2) {
      reduceByTwo(f, ld, y, nx, p);
    } else {
      reduceByOne(f, ld, left == 1 ? y : -1, nx, p);
    }
  }

  private static void reduceByTwo(double[] f, int ld, int y, int nx, double[] p) {
    int ldp = StageShape.padded(nx);
    int y1 = y + ld;
    for (int i = 0; i < nx; i++) {
      double first = -f[y + i];
      double second = -f[y1 + i];
      int row = i * ld;
      int to = i * ldp;
      for (int j = 0, across = i; j <= i; j++, across += ldp) {
        double value = Math.fma(second, f[y1 + j], Math.fma(first, f[y + j], f[row + j]));
        p[to + j] = value;
        p[across] = value;
      }
    }
  }

  /** Or by none where y is negative. */
  private static void reduceByOne(double[] f, int ld, int y, int nx, double[] p) {
    int ldp = StageShape.padded(nx);
    for (int i = 0; i < nx; i++) {
      int row = i * ld;
      int to = i * ldp;
      for (int j = 0, across = i; j <= i; j++, across += ldp) {
        double value = y < 0 ? f[row + j] : Math.fma(-f[y + i], f[y + j], f[row + j]);
        p[to + j] = value;
        p[across] = value;
      }
    }
  }
}
