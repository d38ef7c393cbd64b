package io.biopilot.twin.ode.methods;

/**
 * Coefficients of the formulas of order k = 1 … 5 in backward differences (Shampine and Reichelt
 * 1997, §2): Σ_{j=1}^k γ_j-weighted differences, Σ_j (1/j) ∇ʲ y_{n+1} - κ γ_k (y_{n+1} - y⁰) = h f,
 * with γ_k = Σ_{j≤k} 1/j.
 */
final class BdfFormulas {

  static final int MAX_ORDER = 5;

  /** κ_k; 0 at order 5, where nothing is to be had without loss of stability. */
  private static final double[] KAPPA = {0.0, -0.1850, -1.0 / 9.0, -0.0823, -0.0415, 0.0};

  /** γ_k. */
  static final double[] GAMMA = new double[MAX_ORDER + 1];

  /** α_k = (1 - κ_k) γ_k. */
  static final double[] ALPHA = new double[MAX_ORDER + 1];

  /** Local error = ERROR[k] · ∇^{k+1} y. */
  static final double[] ERROR = new double[MAX_ORDER + 2];

  /** BASIS[j][p]: coefficient of θᵖ in (1/j!) Π_{m<j} (θ - 1 + m). */
  static final double[][] BASIS = new double[MAX_ORDER + 1][MAX_ORDER + 1];

  static {
    for (int k = 1; k <= MAX_ORDER; k++) {
      GAMMA[k] = GAMMA[k - 1] + 1.0 / k;
      ALPHA[k] = (1.0 - KAPPA[k]) * GAMMA[k];
      ERROR[k] = KAPPA[k] * GAMMA[k] + 1.0 / (k + 1);
    }
    BASIS[0][0] = 1.0;
    for (int j = 1; j <= MAX_ORDER; j++) {
      // times (θ + j - 2) / j
      for (int p = j; p >= 0; p--) {
        double lower = p > 0 ? BASIS[j - 1][p - 1] : 0.0;
        BASIS[j][p] = (lower + (j - 2.0) * BASIS[j - 1][p]) / j;
      }
    }
  }

  private BdfFormulas() {}

  /**
   * r[i][j], i, j = 0 … k: differences at spacing h · factor are Σ_i (R U)[i][j] ∇ⁱ with R this
   * matrix and U the one for factor 1 (Shampine and Reichelt 1997, §2.2).
   */
  static void spacingInto(int k, double factor, double[][] r) {
    for (int j = 0; j <= k; j++) {
      r[0][j] = 1.0;
    }
    for (int i = 1; i <= k; i++) {
      r[i][0] = 0.0;
      for (int j = 1; j <= k; j++) {
        r[i][j] = r[i - 1][j] * (i - 1.0 - factor * j) / i;
      }
    }
  }
}
