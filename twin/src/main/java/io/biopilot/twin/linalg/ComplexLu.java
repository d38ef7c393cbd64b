package io.biopilot.twin.linalg;

/**
 * LU factorisation with partial pivoting of a complex matrix (α + iβ) I - J with real J, as fully
 * implicit Runge-Kutta methods need it; memory of its own, nothing is allocated after the
 * constructor. Real and imaginary parts are kept apart, by columns. One thread.
 */
public final class ComplexLu {

  private final int n;
  private final double[][] re;
  private final double[][] im;
  private final double[] reciprocalRe;
  private final double[] reciprocalIm;
  private final int[] pivots;

  /** Memory for n × n matrices. */
  public ComplexLu(int n) {
    this.n = n;
    re = new double[n][n];
    im = new double[n][n];
    reciprocalRe = new double[n];
    reciprocalIm = new double[n];
    pivots = new int[n];
  }

  /** Factorises (alpha + i beta) I - matrix (row-major n × n, unchanged); false if singular. */
  public boolean factorShifted(double alpha, double beta, double[] matrix) {
    for (int j = 0; j < n; j++) {
      double[] cr = re[j];
      double[] ci = im[j];
      for (int i = 0, at = j; i < n; i++, at += n) {
        cr[i] = -matrix[at];
        ci[i] = 0.0;
      }
      cr[j] += alpha;
      ci[j] = beta;
    }
    for (int k = 0; k < n; k++) {
      if (!eliminate(k)) {
        return false;
      }
    }
    return true;
  }

  private boolean eliminate(int k) {
    double[] kr = re[k];
    double[] ki = im[k];
    int p = k;
    double largest = Math.abs(kr[k]) + Math.abs(ki[k]);
    for (int i = k + 1; i < n; i++) {
      double candidate = Math.abs(kr[i]) + Math.abs(ki[i]);
      if (candidate > largest) {
        largest = candidate;
        p = i;
      }
    }
    if (!(largest > 0.0 && largest < Double.POSITIVE_INFINITY)) {
      return false;
    }
    pivots[k] = p;
    double pr = kr[p];
    double pi = ki[p];
    double square = pr * pr + pi * pi;
    double ir = pr / square;
    double ii = -pi / square;
    reciprocalRe[k] = ir;
    reciprocalIm[k] = ii;
    kr[p] = kr[k];
    ki[p] = ki[k];
    for (int i = k + 1; i < n; i++) {
      double r = kr[i];
      double m = ki[i];
      kr[i] = r * ir - m * ii;
      ki[i] = r * ii + m * ir;
    }
    for (int j = k + 1; j < n; j++) {
      double[] jr = re[j];
      double[] ji = im[j];
      double hr = jr[p];
      double hi = ji[p];
      jr[p] = jr[k];
      ji[p] = ji[k];
      jr[k] = hr;
      ji[k] = hi;
      subtractBelow(jr, ji, hr, hi, k);
    }
    return true;
  }

  /** Target less a multiple of column k, below row k. */
  private void subtractBelow(double[] tr, double[] ti, double fr, double fi, int k) {
    double[] cr = re[k];
    double[] ci = im[k];
    for (int i = k + 1; i < n; i++) {
      tr[i] -= fr * cr[i] - fi * ci[i];
      ti[i] -= fr * ci[i] + fi * cr[i];
    }
  }

  /** x = A⁻¹ b in place, b = br + i bi, both of length n. */
  public void solve(double[] br, double[] bi) {
    for (int k = 0; k < n; k++) {
      int p = pivots[k];
      double hr = br[p];
      double hi = bi[p];
      br[p] = br[k];
      bi[p] = bi[k];
      br[k] = hr;
      bi[k] = hi;
      subtractBelow(br, bi, hr, hi, k);
    }
    for (int k = n - 1; k >= 0; k--) {
      double vr = br[k] * reciprocalRe[k] - bi[k] * reciprocalIm[k];
      double vi = br[k] * reciprocalIm[k] + bi[k] * reciprocalRe[k];
      br[k] = vr;
      bi[k] = vi;
      double[] cr = re[k];
      double[] ci = im[k];
      for (int i = 0; i < k; i++) {
        br[i] -= vr * cr[i] - vi * ci[i];
        bi[i] -= vr * ci[i] + vi * cr[i];
      }
    }
  }

  /** x = A⁻ᵀ b in place (transposed, not conjugated). */
  public void solveTransposed(double[] br, double[] bi) {
    for (int k = 0; k < n; k++) {
      double sr = br[k];
      double si = bi[k];
      double[] cr = re[k];
      double[] ci = im[k];
      for (int i = 0; i < k; i++) {
        sr -= cr[i] * br[i] - ci[i] * bi[i];
        si -= cr[i] * bi[i] + ci[i] * br[i];
      }
      br[k] = sr * reciprocalRe[k] - si * reciprocalIm[k];
      bi[k] = sr * reciprocalIm[k] + si * reciprocalRe[k];
    }
    for (int k = n - 1; k >= 0; k--) {
      double sr = br[k];
      double si = bi[k];
      double[] cr = re[k];
      double[] ci = im[k];
      for (int i = k + 1; i < n; i++) {
        sr -= cr[i] * br[i] - ci[i] * bi[i];
        si -= cr[i] * bi[i] + ci[i] * br[i];
      }
      int p = pivots[k];
      br[k] = br[p];
      bi[k] = bi[p];
      br[p] = sr;
      bi[p] = si;
    }
  }
}
