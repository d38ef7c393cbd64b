package io.biopilot.twin.linalg;

/**
 * LU factorisation with partial pivoting, P A = L U, in memory of its own that is used again and
 * again: nothing is allocated after the constructor.
 *
 * <p>Kept by columns: elimination and substitution are then sums of contiguous columns, without the
 * long chain of dependent additions of a dot product (Golub and Van Loan, Matrix Computations,
 * §3.1-3.4). One thread.
 */
public final class Lu {

  private final int n;
  private final double[][] columns;
  private final double[] reciprocal;
  private final int[] pivots;
  private final double[] scratch;
  private boolean regular;

  /** Memory for n × n matrices. */
  public Lu(int n) {
    this.n = n;
    columns = new double[n][n];
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
    for (int j = 0; j < n; j++) {
      double[] column = columns[j];
      for (int i = 0, at = j; i < n; i++, at += n) {
        column[i] = matrix[at];
      }
    }
    return eliminate();
  }

  /** Factorises I - scale · matrix (row-major n × n, unchanged); false if singular. */
  public boolean factorIdentityMinus(double scale, double[] matrix) {
    for (int j = 0; j < n; j++) {
      double[] column = columns[j];
      for (int i = 0, at = j; i < n; i++, at += n) {
        column[i] = -scale * matrix[at];
      }
      column[j] += 1.0;
    }
    return eliminate();
  }

  /**
   * Two pivots at a time, applied to two columns at a time: sixteen operations for six loads and
   * stores, and half as many loops to start, which is what counts at these sizes.
   */
  private boolean eliminate() {
    regular = false;
    int k = 0;
    for (; k + 1 < n; k += 2) {
      if (!pivot(k)) {
        return false;
      }
      double[] p = columns[k];
      double[] q = columns[k + 1];
      double head = q[k];
      for (int i = k + 1; i < n; i++) {
        q[i] -= head * p[i];
      }
      if (!pivot(k + 1)) {
        return false;
      }
      int j = k + 2;
      for (; j + 1 < n; j += 2) {
        update(columns[j], columns[j + 1], p, q, k);
      }
      if (j < n) {
        update(columns[j], p, q, k);
      }
    }
    regular = k >= n || pivot(k);
    return regular;
  }

  /** Chooses the pivot of column k, swaps its row up everywhere and scales the column. */
  private boolean pivot(int k) {
    double[] column = columns[k];
    int p = k;
    double largest = Math.abs(column[k]);
    for (int i = k + 1; i < n; i++) {
      double candidate = Math.abs(column[i]);
      if (candidate > largest) {
        largest = candidate;
        p = i;
      }
    }
    if (!(largest > 0.0 && largest < Double.POSITIVE_INFINITY)) {
      return false;
    }
    pivots[k] = p;
    if (p != k) {
      for (double[] any : columns) {
        double upper = any[k];
        any[k] = any[p];
        any[p] = upper;
      }
    }
    double inverse = 1.0 / column[k];
    reciprocal[k] = inverse;
    for (int i = k + 1; i < n; i++) {
      column[i] *= inverse;
    }
    return true;
  }

  /** Two columns less their parts along pivots k and k + 1. */
  private void update(double[] a, double[] b, double[] p, double[] q, int k) {
    double between = p[k + 1];
    double a1 = a[k];
    double a2 = a[k + 1] - between * a1;
    a[k + 1] = a2;
    double b1 = b[k];
    double b2 = b[k + 1] - between * b1;
    b[k + 1] = b2;
    for (int i = k + 2; i < n; i++) {
      double x = p[i];
      double y = q[i];
      a[i] -= a1 * x + a2 * y;
      b[i] -= b1 * x + b2 * y;
    }
  }

  private void update(double[] a, double[] p, double[] q, int k) {
    double a1 = a[k];
    double a2 = a[k + 1] - p[k + 1] * a1;
    a[k + 1] = a2;
    for (int i = k + 2; i < n; i++) {
      a[i] -= a1 * p[i] + a2 * q[i];
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
    for (int k = 0; k + 1 < n; k += 2) {
      double[] p = columns[k];
      double[] q = columns[k + 1];
      double b1 = b[k];
      double b2 = b[k + 1] - p[k + 1] * b1;
      b[k + 1] = b2;
      for (int i = k + 2; i < n; i++) {
        b[i] -= b1 * p[i] + b2 * q[i];
      }
    }
    int k = n - 1;
    for (; k > 0; k -= 2) {
      double[] p = columns[k];
      double[] q = columns[k - 1];
      double b1 = b[k] * reciprocal[k];
      double b2 = (b[k - 1] - p[k - 1] * b1) * reciprocal[k - 1];
      b[k] = b1;
      b[k - 1] = b2;
      for (int i = 0; i < k - 1; i++) {
        b[i] -= b1 * p[i] + b2 * q[i];
      }
    }
    if (k == 0) {
      b[0] *= reciprocal[0];
    }
  }

  /** x = A⁻ᵀ b, in place; length n. */
  public void solveTransposed(double[] b) {
    check();
    for (int k = 0; k < n; k++) {
      double[] ck = columns[k];
      double sum = b[k];
      for (int i = 0; i < k; i++) {
        sum -= ck[i] * b[i];
      }
      b[k] = sum * reciprocal[k];
    }
    for (int k = n - 1; k >= 0; k--) {
      double[] ck = columns[k];
      double sum = b[k];
      for (int i = k + 1; i < n; i++) {
        sum -= ck[i] * b[i];
      }
      b[k] = sum;
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
      java.util.Arrays.fill(scratch, 0.0);
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
