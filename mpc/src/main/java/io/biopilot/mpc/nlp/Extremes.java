package io.biopilot.mpc.nlp;

/**
 * Largest and smallest entries; NaN where one is.
 *
 * <p>By comparisons, since new extremes are rare and foreseen: Math.max takes ten cycles for each
 * entry.
 */
final class Extremes {
  private Extremes() {}

  /** max |v| of the entries, 0 for none. */
  static double largest(double[] v, int from, int to) {
    double most = 0.0;
    for (int i = from; i < to; i++) {
      double value = Math.abs(v[i]);
      if (!(value <= most)) {
        most = Double.isNaN(most) ? most : value;
      }
    }
    return most;
  }

  /** max v·w of the entries, 0 for none or where all are negative. */
  static double largestProduct(double[] v, double[] w, int from, int to) {
    double most = 0.0;
    for (int i = from; i < to; i++) {
      double value = v[i] * w[i];
      if (!(value <= most)) {
        most = Double.isNaN(most) ? most : value;
      }
    }
    return most;
  }

  /** min v·w of the entries and the start. */
  static double smallestProduct(double[] v, double[] w, int from, int to, double start) {
    double least = start;
    for (int i = from; i < to; i++) {
      double value = v[i] * w[i];
      if (!(value >= least)) {
        least = Double.isNaN(least) ? least : value;
      }
    }
    return least;
  }
}
