package io.biopilot.bench.loop;

import java.util.Arrays;
import java.util.List;

/** Few numbers of many. */
final class Statistics {

  /**
   * Student's t, two-sided 95 %, for 1 to 30 degrees of freedom; from scipy.stats.t.ppf(0.975, n),
   * SciPy 1.10, as in any table.
   */
  private static final double[] STUDENT = {
    12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010, 2.1788,
    2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639,
    2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423
  };

  private static final double NORMAL = 1.96;

  private Statistics() {}

  /** A mean with its 95 % interval; NaN bounds for fewer than two values. */
  record Interval(int count, double mean, double lower, double upper) {}

  /** Quantile by linear interpolation between order statistics; NaN of nothing. */
  static double quantile(List<Double> values, double share) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    double at = share * (sorted.length - 1);
    int below = (int) Math.floor(at);
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  static double median(List<Double> values) {
    return quantile(values, 0.5);
  }

  static double least(List<Double> values) {
    return quantile(values, 0);
  }

  static double most(List<Double> values) {
    return quantile(values, 1);
  }

  static double sum(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Mean ± t s/√n of independent values. */
  static Interval interval(List<Double> values) {
    int n = values.size();
    double mean = n == 0 ? Double.NaN : sum(values) / n;
    if (n < 2) {
      return new Interval(n, mean, Double.NaN, Double.NaN);
    }
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    double t = n - 2 < STUDENT.length ? STUDENT[n - 2] : NORMAL;
    double half = t * Math.sqrt(squares / (n - 1) / n);
    return new Interval(n, mean, mean - half, mean + half);
  }
}
