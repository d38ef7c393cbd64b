package io.biopilot.mpc.transcription;

/**
 * LU factorisation with partial pivoting of one small matrix, in place, for the stages of an
 * implicit step; also solves with the transpose and with many right-hand sides. Golub and Van Loan
 * 2013, §3.4.
 */
final class SmallLu {

  private final int n;
  private final double[] lu;
  private final int[] pivots;

  SmallLu(int n) {
    this.n = n;
    lu = new double[n * n];
    pivots = new int[n];
  }

  /** Factors I − s J, J row-major with the given leading dimension; false if singular. */
  boolean factorShifted(double s, double[] jacobian, int leading) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        lu[i * n + j] = (i == j ? 1.0 : 0.0) - s * jacobian[i * leading + j];
      }
    }
    for (int p = 0; p < n; p++) {
      int best = p;
      for (int i = p + 1; i < n; i++) {
        if (Math.abs(lu[i * n + p]) > Math.abs(lu[best * n + p])) {
          best = i;
        }
      }
      pivots[p] = best;
      if (best != p) {
        swapRows(p, best);
      }
      double pivot = lu[p * n + p];
      if (!(Math.abs(pivot) > 0.0)) {
        return false;
      }
      double reciprocal = 1.0 / pivot;
      for (int i = p + 1; i < n; i++) {
        double factor = lu[i * n + p] * reciprocal;
        lu[i * n + p] = factor;
        if (factor != 0.0) {
          for (int j = p + 1; j < n; j++) {
            lu[i * n + j] = Math.fma(-factor, lu[p * n + j], lu[i * n + j]);
          }
        }
      }
    }
    return true;
  }

  private void swapRows(int a, int b) {
    for (int j = 0; j < n; j++) {
      double keep = lu[a * n + j];
      lu[a * n + j] = lu[b * n + j];
      lu[b * n + j] = keep;
    }
  }

  /** B ← A⁻¹ B for n × columns, row-major with leading dimension columns. */
  void solve(double[] b, int columns) {
    for (int i = 0; i < n; i++) {
      int other = pivots[i];
      if (other != i) {
        for (int c = 0; c < columns; c++) {
          double keep = b[i * columns + c];
          b[i * columns + c] = b[other * columns + c];
          b[other * columns + c] = keep;
        }
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        eliminate(b, columns, j, i, lu[j * n + i]);
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      double reciprocal = 1.0 / lu[i * n + i];
      for (int c = 0; c < columns; c++) {
        b[i * columns + c] *= reciprocal;
      }
      for (int j = 0; j < i; j++) {
        eliminate(b, columns, j, i, lu[j * n + i]);
      }
    }
  }

  private static void eliminate(double[] b, int columns, int row, int from, double factor) {
    if (factor != 0.0) {
      int target = row * columns;
      int source = from * columns;
      for (int c = 0; c < columns; c++) {
        b[target + c] = Math.fma(-factor, b[source + c], b[target + c]);
      }
    }
  }

  /** b ← A⁻ᵀ b. */
  void solveTransposed(double[] b) {
    for (int i = 0; i < n; i++) {
      double value = b[i];
      for (int j = 0; j < i; j++) {
        value = Math.fma(-lu[j * n + i], b[j], value);
      }
      b[i] = value / lu[i * n + i];
    }
    for (int i = n - 1; i >= 0; i--) {
      double value = b[i];
      for (int j = i + 1; j < n; j++) {
        value = Math.fma(-lu[j * n + i], b[j], value);
      }
      b[i] = value;
    }
    for (int i = n - 1; i >= 0; i--) {
      int other = pivots[i];
      if (other != i) {
        double keep = b[i];
        b[i] = b[other];
        b[other] = keep;
      }
    }
  }
}
