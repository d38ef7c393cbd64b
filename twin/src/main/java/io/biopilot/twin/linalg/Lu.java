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

  private boolean eliminate() {
    regular = false;
    for (int k = 0; k < n; k++) {
      double[] ck = columns[k];
      int p = k;
      double largest = Math.abs(ck[k]);
      for (int i = k + 1; i < n; i++) {
        double candidate = Math.abs(ck[i]);
        if (candidate > largest) {
          largest = candidate;
          p = i;
        }
      }
      if (!(largest > 0.0 && largest < Double.POSITIVE_INFINITY)) {
        return false;
      }
      pivots[k] = p;
      double inverse = 1.0 / ck[p];
      reciprocal[k] = inverse;
      ck[p] = ck[k];
      for (int i = k + 1; i < n; i++) {
        ck[i] *= inverse;
      }
      for (int j = k + 1; j < n; j++) {
        double[] cj = columns[j];
        double head = cj[p];
        cj[p] = cj[k];
        cj[k] = head;
        if (head != 0.0) {
          subtract(cj, head, ck, k + 1);
        }
      }
    }
    regular = true;
    return true;
  }

  private static void subtract(double[] target, double factor, double[] column, int from) {
    int size = Math.min(target.length, column.length);
    for (int i = from; i < size; i++) {
      target[i] -= factor * column[i];
    }
  }

  /** x = A⁻¹ b, in place; length n. Only after a factorisation that was not refused. */
  public void solve(double[] b) {
    check();
    for (int k = 0; k < n; k++) {
      int p = pivots[k];
      double head = b[p];
      b[p] = b[k];
      b[k] = head;
      if (head != 0.0) {
        subtract(b, head, columns[k], k + 1);
      }
    }
    for (int k = n - 1; k >= 0; k--) {
      double value = b[k] * reciprocal[k];
      b[k] = value;
      double[] ck = columns[k];
      for (int i = 0; i < k; i++) {
        b[i] -= value * ck[i];
      }
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
      int p = pivots[k];
      b[k] = b[p];
      b[p] = sum;
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
