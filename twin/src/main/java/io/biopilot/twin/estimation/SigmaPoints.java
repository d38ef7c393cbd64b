package io.biopilot.twin.estimation;

/**
 * The scaled unscented transform of one dimension n: 2n + 1 points and their weights (Wan & van der
 * Merwe 2000, eq. 15, κ = 0, β = 2).
 *
 * <p>A workspace: the arrays are overwritten by each drawing.
 */
final class SigmaPoints {

  private static final double BETA = 2.0;

  private final int n;
  private final double reach;
  private final double[] factor;

  /** Points, one a row: mean, then mean + columns of the factor, then mean - columns. */
  final double[][] points;

  final double centreMeanWeight;
  final double centreCovarianceWeight;
  final double sideWeight;

  SigmaPoints(int n, double alpha) {
    this.n = n;
    points = new double[2 * n + 1][n];
    factor = new double[n * n];
    // λ = α² n - n; reach = √(n + λ)
    double lambda = alpha * alpha * n - n;
    reach = Math.sqrt(n + lambda);
    centreMeanWeight = lambda / (n + lambda);
    centreCovarianceWeight = centreMeanWeight + (1.0 - alpha * alpha + BETA);
    sideWeight = 0.5 / (n + lambda);
  }

  int count() {
    return points.length;
  }

  double meanWeight(int point) {
    return point == 0 ? centreMeanWeight : sideWeight;
  }

  double covarianceWeight(int point) {
    return point == 0 ? centreCovarianceWeight : sideWeight;
  }

  /** Draws the points around the mean, each coordinate kept within [lower, upper]. */
  void draw(double[] mean, double[] covariance, double[] lower, double[] upper) {
    factorise(covariance);
    for (int i = 0; i < n; i++) {
      points[0][i] = mean[i];
      for (int j = 0; j < n; j++) {
        double offset = reach * factor[i * n + j];
        points[1 + j][i] = clamp(mean[i] + offset, lower[i], upper[i]);
        points[1 + n + j][i] = clamp(mean[i] - offset, lower[i], upper[i]);
      }
    }
  }

  private static double clamp(double value, double lower, double upper) {
    return Math.max(lower, Math.min(upper, value));
  }

  /**
   * Lower triangular L with L Lᵀ = P. A direction without uncertainty, or with a negative one by
   * rounding, gets a zero column: its points fall on the mean.
   */
  private void factorise(double[] covariance) {
    for (int j = 0; j < n; j++) {
      double pivot = covariance[j * n + j];
      for (int k = 0; k < j; k++) {
        pivot -= factor[j * n + k] * factor[j * n + k];
      }
      boolean flat = !(pivot > 1e-14 * Math.abs(covariance[j * n + j]));
      double diagonal = flat ? 0.0 : Math.sqrt(pivot);
      for (int i = 0; i < n; i++) {
        if (i < j || flat) {
          factor[i * n + j] = 0.0;
          continue;
        }
        double sum = covariance[i * n + j];
        for (int k = 0; k < j; k++) {
          sum -= factor[i * n + k] * factor[j * n + k];
        }
        factor[i * n + j] = i == j ? diagonal : sum / diagonal;
      }
    }
  }
}
