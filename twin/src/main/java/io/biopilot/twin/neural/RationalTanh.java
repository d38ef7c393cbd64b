package io.biopilot.twin.neural;

/**
 * tanh by a (9, 10) Padé approximant at x/16 and four doublings tanh 2v = 2t / (1 + t²) on
 * numerator and denominator, so that one division is all: the JIT compiler vectorises it. Error ≤
 * 4.4e-16 absolute, 5 ulp relative, for |x| ≤ 500 (measured against StrictMath on |x| ≤ 25).
 *
 * <p>Source of the approximant: the continued fraction of tanh (Lambert 1761), tenth convergent.
 */
final class RationalTanh {
  private static final double Q0 = 654729075.0;
  static final double P1 = 91891800.0 / Q0;
  static final double P2 = 2837835.0 / Q0;
  static final double P3 = 25740.0 / Q0;
  static final double P4 = 55.0 / Q0;
  static final double Q1 = 310134825.0 / Q0;
  static final double Q2 = 18918900.0 / Q0;
  static final double Q3 = 315315.0 / Q0;
  static final double Q4 = 1485.0 / Q0;
  static final double Q5 = 1.0 / Q0;

  private RationalTanh() {}

  /** a = tanh z for the first n entries. */
  static void tanhInto(int n, double[] z, double[] a) {
    for (int i = 0; i < n; i++) {
      double v = z[i] * 0.0625;
      double s = v * v;
      double p = v * (1.0 + s * (P1 + s * (P2 + s * (P3 + s * P4))));
      double q = 1.0 + s * (Q1 + s * (Q2 + s * (Q3 + s * (Q4 + s * Q5))));
      double p1 = 2.0 * p * q;
      double q1 = q * q + p * p;
      double p2 = 2.0 * p1 * q1;
      double q2 = q1 * q1 + p1 * p1;
      double p3 = 2.0 * p2 * q2;
      double q3 = q2 * q2 + p2 * p2;
      a[i] = 2.0 * p3 * q3 / (q3 * q3 + p3 * p3);
    }
  }

  /** a = z (1 + tanh(z/2)) / 2, the SiLU, for the first n entries. */
  static void siluInto(int n, double[] z, double[] a) {
    for (int i = 0; i < n; i++) {
      double v = z[i] * 0.03125;
      double s = v * v;
      double p = v * (1.0 + s * (P1 + s * (P2 + s * (P3 + s * P4))));
      double q = 1.0 + s * (Q1 + s * (Q2 + s * (Q3 + s * (Q4 + s * Q5))));
      double p1 = 2.0 * p * q;
      double q1 = q * q + p * p;
      double p2 = 2.0 * p1 * q1;
      double q2 = q1 * q1 + p1 * p1;
      double p3 = 2.0 * p2 * q2;
      double q3 = q2 * q2 + p2 * p2;
      a[i] = 0.5 * z[i] * (1.0 + 2.0 * p3 * q3 / (q3 * q3 + p3 * p3));
    }
  }
}
