package io.biopilot.twin.linalg;

/**
 * A = L Lᵀ of a symmetric positive definite matrix, in memory of its own; nothing is allocated
 * after the constructor (Golub and Van Loan, Matrix Computations, §4.2). Only the lower triangle is
 * read. One thread.
 */
public final class Cholesky {

  private final int n;
  private final double[] l;
  private boolean definite;

  /** Memory for n × n matrices. */
  public Cholesky(int n) {
    this.n = n;
    l = new double[n * n];
  }

  /** n. */
  public int size() {
    return n;
  }

  /** Factorises the matrix (row-major n × n, unchanged); false if not positive definite. */
  public boolean factor(double[] matrix) {
    definite = false;
    for (int i = 0; i < n; i++) {
      int row = i * n;
      for (int j = 0; j < i; j++) {
        int other = j * n;
        double sum = matrix[row + j];
        for (int k = 0; k < j; k++) {
          sum -= l[row + k] * l[other + k];
        }
        l[row + j] = sum / l[other + j];
      }
      double square = matrix[row + i];
      for (int k = 0; k < i; k++) {
        square -= l[row + k] * l[row + k];
      }
      if (!(square > 0.0 && square < Double.POSITIVE_INFINITY)) {
        return false;
      }
      l[row + i] = Math.sqrt(square);
    }
    definite = true;
    return true;
  }

  /** x = A⁻¹ b in place. */
  public void solve(double[] b) {
    forward(b);
    backward(b);
  }

  /** y = L⁻¹ b in place: whitens a residual. */
  public void forward(double[] b) {
    check();
    for (int i = 0; i < n; i++) {
      double sum = b[i];
      for (int k = 0; k < i; k++) {
        sum -= l[i * n + k] * b[k];
      }
      b[i] = sum / l[i * n + i];
    }
  }

  /** y = L⁻ᵀ b in place. */
  public void backward(double[] b) {
    check();
    for (int i = n - 1; i >= 0; i--) {
      double value = b[i] / l[i * n + i];
      b[i] = value;
      for (int k = 0; k < i; k++) {
        b[k] -= l[i * n + k] * value;
      }
    }
  }

  /** y = L x; x and y must differ. */
  public void multiplyInto(double[] x, double[] y) {
    check();
    for (int i = 0; i < n; i++) {
      double sum = 0.0;
      for (int k = 0; k <= i; k++) {
        sum += l[i * n + k] * x[k];
      }
      y[i] = sum;
    }
  }

  /** L, row-major with zeros above the diagonal. */
  public void lowerInto(double[] target) {
    check();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        target[i * n + j] = j <= i ? l[i * n + j] : 0.0;
      }
    }
  }

  /** ln det A. */
  public double logDeterminant() {
    check();
    double sum = 0.0;
    for (int i = 0; i < n; i++) {
      sum += 2.0 * Math.log(l[i * n + i]);
    }
    return sum;
  }

  private void check() {
    if (!definite) {
      throw new IllegalStateException("no factorisation: factor(...) was not called or refused");
    }
  }
}
