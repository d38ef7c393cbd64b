package io.biopilot.twin.linalg;

import java.util.Arrays;

/**
 * LU factorisation with partial pivoting, P A = L U, in memory of its own that is used again and
 * again: nothing is allocated after the constructor (Golub and Van Loan, Matrix Computations,
 * §3.1-3.4). One thread.
 *
 * <p>Made for n up to some thirty, where starting a loop costs as much as running it: rows are
 * exchanged by reference, elimination takes two pivots and two rows at a time, substitution two
 * rows with two sums each.
 */
public final class Lu {

  private final int n;
  private final double[][] rows;
  private final double[] reciprocal;
  private final int[] pivots;
  private final double[] scratch;
  private boolean regular;

  /** Memory for n × n matrices. */
  public Lu(int n) {
    this.n = n;
    rows = new double[n][n];
    reciprocal = new double[n];
    pivots = new int[n];
    scratch = new double[n];
  }

  /** n. */
  public int size() {
    return n;
  }

  /**
   * Factorises the matrix (row-major n × n, unchanged).
   *
   * @return false if a pivot is 0 or not finite: there is no solution then
   */
  public boolean factor(double[] matrix) {
    for (int i = 0; i < n; i++) {
      System.arraycopy(matrix, i * n, rows[i], 0, n);
    }
    return eliminate();
  }

  /** Factorises I - scale · matrix (row-major n × n, unchanged); false if singular. */
  public boolean factorIdentityMinus(double scale, double[] matrix) {
    for (int i = 0; i < n; i++) {
      double[] row = rows[i];
      int at = i * n;
      for (int j = 0; j < n; j++) {
        row[j] = -scale * matrix[at + j];
      }
      row[i] += 1.0;
    }
    return eliminate();
  }

  private boolean eliminate() {
    regular = false;
    int k = 0;
    for (; k + 1 < n; k += 2) {
      int first = largestBelow(k);
      if (first < 0) {
        return false;
      }
      exchange(k, first);
      int second = multipliers(k);
      if (second < 0) {
        return false;
      }
      exchange(k + 1, second);
      double[] p = rows[k];
      double[] q = rows[k + 1];
      double multiplier = q[k];
      for (int j = k + 2; j < n; j++) {
        q[j] -= multiplier * p[j];
      }
      int i = k + 2;
      for (; i + 1 < n; i += 2) {
        update(rows[i], rows[i + 1], k);
      }
      if (i < n) {
        update(rows[i], k);
      }
    }
    if (k < n) {
      int last = largestBelow(k);
      if (last < 0) {
        return false;
      }
      exchange(k, last);
    }
    regular = true;
    return true;
  }

  /** Row of the largest entry of column k from row k on; -1 if it is 0 or not finite. */
  private int largestBelow(int k) {
    double largest = 0.0;
    int at = -1;
    for (int i = k; i < n; i++) {
      double candidate = Math.abs(rows[i][k]);
      if (!(candidate <= largest)) {
        largest = candidate;
        at = i;
      }
    }
    return largest < Double.POSITIVE_INFINITY ? at : -1;
  }

  private void exchange(int k, int chosen) {
    pivots[k] = chosen;
    double[] row = rows[chosen];
    rows[chosen] = rows[k];
    rows[k] = row;
    reciprocal[k] = 1.0 / row[k];
  }

  /** Multipliers of pivot k and column k + 1 updated; the row of its largest entry, or -1. */
  private int multipliers(int k) {
    double inverse = reciprocal[k];
    double next = rows[k][k + 1];
    double largest = 0.0;
    int at = -1;
    for (int i = k + 1; i < n; i++) {
      double[] row = rows[i];
      double multiplier = row[k] * inverse;
      row[k] = multiplier;
      double value = row[k + 1] - multiplier * next;
      row[k + 1] = value;
      double candidate = Math.abs(value);
      if (!(candidate <= largest)) {
        largest = candidate;
        at = i;
      }
    }
    return largest < Double.POSITIVE_INFINITY ? at : -1;
  }

  /** Two rows less their parts along pivots k and k + 1. */
  private void update(double[] a, double[] b, int k) {
    double[] p = rows[k];
    double[] q = rows[k + 1];
    double a1 = a[k];
    double a2 = a[k + 1] * reciprocal[k + 1];
    a[k + 1] = a2;
    double b1 = b[k];
    double b2 = b[k + 1] * reciprocal[k + 1];
    b[k + 1] = b2;
    for (int j = k + 2; j < n; j++) {
      double x = p[j];
      double y = q[j];
      a[j] -= a1 * x + a2 * y;
      b[j] -= b1 * x + b2 * y;
    }
  }

  private void update(double[] a, int k) {
    double[] p = rows[k];
    double[] q = rows[k + 1];
    double a1 = a[k];
    double a2 = a[k + 1] * reciprocal[k + 1];
    a[k + 1] = a2;
    for (int j = k + 2; j < n; j++) {
      a[j] -= a1 * p[j] + a2 * q[j];
    }
  }

  /** x = A⁻¹ b, in place; length n. Only after a factorisation that was not refused. */
  public void solve(double[] b) {
    check();
    for (int k = 0; k < n; k++) {
      int p = pivots[k];
      double lower = b[p];
      b[p] = b[k];
      b[k] = lower;
    }
    forward(b);
    backward(b);
  }

  /** L⁻¹ b. */
  private void forward(double[] b) {
    int i = 0;
    for (; i + 1 < n; i += 2) {
      double[] u = rows[i];
      double[] v = rows[i + 1];
      double s = b[i];
      double t = b[i + 1];
      double s2 = 0.0;
      double t2 = 0.0;
      for (int j = 0; j < i; j += 2) {
        double x = b[j];
        double y = b[j + 1];
        s -= u[j] * x;
        t -= v[j] * x;
        s2 -= u[j + 1] * y;
        t2 -= v[j + 1] * y;
      }
      s += s2;
      b[i] = s;
      b[i + 1] = t + t2 - v[i] * s;
    }
    if (i < n) {
      double[] u = rows[i];
      double s = b[i];
      double s2 = 0.0;
      for (int j = 0; j < i; j += 2) {
        s -= u[j] * b[j];
        s2 -= u[j + 1] * b[j + 1];
      }
      b[i] = s + s2;
    }
  }

  /** U⁻¹ b. */
  private void backward(double[] b) {
    int i = n - 1;
    for (; i > 0; i -= 2) {
      double[] u = rows[i - 1];
      double[] v = rows[i];
      double s = b[i - 1];
      double t = b[i];
      double s2 = 0.0;
      double t2 = 0.0;
      for (int j = i + 1; j + 1 < n; j += 2) {
        double x = b[j];
        double y = b[j + 1];
        s -= u[j] * x;
        t -= v[j] * x;
        s2 -= u[j + 1] * y;
        t2 -= v[j + 1] * y;
      }
      t = (t + t2) * reciprocal[i];
      b[i] = t;
      b[i - 1] = (s + s2 - u[i] * t) * reciprocal[i - 1];
    }
    if (i == 0) {
      double[] u = rows[0];
      double s = b[0];
      for (int j = 1; j < n; j++) {
        s -= u[j] * b[j];
      }
      b[0] = s * reciprocal[0];
    }
  }

  /** x = A⁻ᵀ b, in place; length n. */
  public void solveTransposed(double[] b) {
    check();
    for (int k = 0; k < n; k++) {
      double[] row = rows[k];
      double value = b[k] * reciprocal[k];
      b[k] = value;
      for (int j = k + 1; j < n; j++) {
        b[j] -= value * row[j];
      }
    }
    for (int k = n - 1; k > 0; k--) {
      double[] row = rows[k];
      double value = b[k];
      for (int j = 0; j < k; j++) {
        b[j] -= value * row[j];
      }
    }
    for (int k = n - 1; k >= 0; k--) {
      int p = pivots[k];
      double lower = b[p];
      b[p] = b[k];
      b[k] = lower;
    }
  }

  /** A⁻¹ row-major into target. */
  public void inverseInto(double[] target) {
    for (int j = 0; j < n; j++) {
      Arrays.fill(scratch, 0.0);
      scratch[j] = 1.0;
      solve(scratch);
      for (int i = 0; i < n; i++) {
        target[i * n + j] = scratch[i];
      }
    }
  }

  /** Determinant of A. */
  public double determinant() {
    if (!regular) {
      return 0.0;
    }
    double product = 1.0;
    for (int k = 0; k < n; k++) {
      product /= reciprocal[k];
      if (pivots[k] != k) {
        product = -product;
      }
    }
    return product;
  }

  private void check() {
    if (!regular) {
      throw new IllegalStateException("no factorisation: factor(...) was not called or refused");
    }
  }
}
