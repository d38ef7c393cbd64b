package io.biopilot.twin.linalg;

import java.util.Arrays;

/**
 * A = Q R by Householder reflections with column pivoting, for m × n matrices with m ≥ n, in memory
 * of its own (Golub and Van Loan, Matrix Computations, §5.2, §5.4): least squares and numerical
 * rank. One thread.
 */
public final class Qr {

  private final int m;
  private final int n;
  private final double[][] columns;
  private final double[] diagonal;
  private final double[] scale;
  private final double[] norms;
  private final double[] scratch;
  private final int[] order;

  /** Memory for m × n matrices. */
  public Qr(int m, int n) {
    if (m < n || n < 1) {
      throw new IllegalArgumentException(
          "at least as many rows as columns needed, and one column; got %d x %d".formatted(m, n));
    }
    this.m = m;
    this.n = n;
    columns = new double[n][m];
    diagonal = new double[n];
    scale = new double[n];
    norms = new double[n];
    scratch = new double[n];
    order = new int[n];
  }

  /** Factorises the matrix (row-major m × n, unchanged). */
  public void factor(double[] matrix) {
    for (int j = 0; j < n; j++) {
      order[j] = j;
      for (int i = 0; i < m; i++) {
        columns[j][i] = matrix[i * n + j];
      }
    }
    for (int k = 0; k < n; k++) {
      pivot(k);
      reflect(k);
    }
  }

  private void pivot(int k) {
    int best = k;
    for (int j = k; j < n; j++) {
      norms[j] = dot(columns[j], columns[j], k);
      if (norms[j] > norms[best]) {
        best = j;
      }
    }
    double[] column = columns[k];
    columns[k] = columns[best];
    columns[best] = column;
    int index = order[k];
    order[k] = order[best];
    order[best] = index;
  }

  /** Column k becomes the reflection's vector v, the diagonal keeps R's entry. */
  private void reflect(int k) {
    double[] v = columns[k];
    double norm = Math.sqrt(dot(v, v, k));
    if (norm == 0.0) {
      diagonal[k] = 0.0;
      scale[k] = 0.0;
      return;
    }
    double alpha = v[k] > 0.0 ? -norm : norm;
    diagonal[k] = alpha;
    v[k] -= alpha;
    scale[k] = 2.0 / dot(v, v, k);
    for (int j = k + 1; j < n; j++) {
      apply(k, columns[j]);
    }
  }

  private void apply(int k, double[] target) {
    double[] v = columns[k];
    double factor = scale[k] * dot(v, target, k);
    for (int i = k; i < m; i++) {
      target[i] -= factor * v[i];
    }
  }

  private static double dot(double[] a, double[] b, int from) {
    double sum = 0.0;
    for (int i = from; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Number of diagonal entries of R above tolerance times the first. */
  public int rank(double tolerance) {
    int rank = 0;
    while (rank < n && Math.abs(diagonal[rank]) > tolerance * Math.abs(diagonal[0])) {
      rank++;
    }
    return rank;
  }

  /**
   * x = arg min |A x - b|, with zeros for columns beyond the numerical rank. b (length m) is
   * overwritten by Qᵀ b; x has length n.
   */
  public void leastSquares(double[] b, double[] x, double rankTolerance) {
    int rank = rank(rankTolerance);
    for (int k = 0; k < n; k++) {
      apply(k, b);
    }
    Arrays.fill(x, 0.0);
    for (int i = rank - 1; i >= 0; i--) {
      double sum = b[i];
      for (int j = i + 1; j < rank; j++) {
        sum -= columns[j][i] * scratch[j];
      }
      scratch[i] = sum / diagonal[i];
      x[order[i]] = scratch[i];
    }
  }
}
