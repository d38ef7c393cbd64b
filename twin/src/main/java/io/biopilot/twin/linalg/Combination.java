package io.biopilot.twin.linalg;

/**
 * Weighted sums of vectors, several columns a pass: the form that HotSpot turns into vector code.
 */
public final class Combination {

  private Combination() {}

  /** out = base + scale Σ_j w[j] k[j], j below count; out may be base. All of base's length. */
  public static void into(
      double[] out, double[] base, double scale, double[] w, double[][] k, int count) {
    int j = 0;
    double[] from = base;
    while (count - j >= 4) {
      four(out, from, scale, w, k, j);
      from = out;
      j += 4;
    }
    switch (count - j) {
      case 3 -> three(out, from, scale, w, k, j);
      case 2 -> two(out, from, scale, w, k, j);
      case 1 -> one(out, from, scale * w[j], k[j]);
      default -> {
        if (from != out) {
          System.arraycopy(base, 0, out, 0, base.length);
        }
      }
    }
  }

  private static void one(double[] out, double[] base, double a, double[] p) {
    for (int i = 0; i < base.length; i++) {
      out[i] = base[i] + a * p[i];
    }
  }

  private static void two(
      double[] out, double[] base, double scale, double[] w, double[][] k, int j) {
    double a = scale * w[j];
    double b = scale * w[j + 1];
    double[] p = k[j];
    double[] q = k[j + 1];
    for (int i = 0; i < base.length; i++) {
      out[i] = base[i] + (a * p[i] + b * q[i]);
    }
  }

  private static void three(
      double[] out, double[] base, double scale, double[] w, double[][] k, int j) {
    double a = scale * w[j];
    double b = scale * w[j + 1];
    double c = scale * w[j + 2];
    double[] p = k[j];
    double[] q = k[j + 1];
    double[] r = k[j + 2];
    for (int i = 0; i < base.length; i++) {
      out[i] = base[i] + (a * p[i] + b * q[i] + c * r[i]);
    }
  }

  private static void four(
      double[] out, double[] base, double scale, double[] w, double[][] k, int j) {
    double a = scale * w[j];
    double b = scale * w[j + 1];
    double c = scale * w[j + 2];
    double d = scale * w[j + 3];
    double[] p = k[j];
    double[] q = k[j + 1];
    double[] r = k[j + 2];
    double[] s = k[j + 3];
    for (int i = 0; i < base.length; i++) {
      out[i] = base[i] + ((a * p[i] + b * q[i]) + (c * r[i] + d * s[i]));
    }
  }
}
