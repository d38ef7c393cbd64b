package io.biopilot.twin.neural;

import static io.biopilot.twin.expression.Tanh.P1;
import static io.biopilot.twin.expression.Tanh.P2;
import static io.biopilot.twin.expression.Tanh.P3;
import static io.biopilot.twin.expression.Tanh.P4;
import static io.biopilot.twin.expression.Tanh.Q1;
import static io.biopilot.twin.expression.Tanh.Q2;
import static io.biopilot.twin.expression.Tanh.Q3;
import static io.biopilot.twin.expression.Tanh.Q4;
import static io.biopilot.twin.expression.Tanh.Q5;

/** The approximant of {@link io.biopilot.twin.expression.Tanh} in loops that the JIT vectorises. */
final class RationalTanh {

  private RationalTanh() {}

  /** a = tanh z for the first n entries. */
  static void tanhInto(int n, double[] z, double[] a) {
    for (int i = 0; i < n; i++) {
      double v = z[i] * 0.0625;
      double s = v * v;
      double p = v * Math.fma(s, Math.fma(s, Math.fma(s, Math.fma(s, P4, P3), P2), P1), 1.0);
      double q =
          Math.fma(s, Math.fma(s, Math.fma(s, Math.fma(s, Math.fma(s, Q5, Q4), Q3), Q2), Q1), 1.0);
      double r = p * q;
      q = Math.fma(q, q, p * p);
      p = r + r;
      r = p * q;
      q = Math.fma(q, q, p * p);
      p = r + r;
      r = p * q;
      q = Math.fma(q, q, p * p);
      p = r + r;
      r = p * q;
      a[i] = (r + r) / Math.fma(q, q, p * p);
    }
  }

  /** a = z (1 + tanh(z/2)) / 2, the SiLU, for the first n entries. */
  static void siluInto(int n, double[] z, double[] a) {
    for (int i = 0; i < n; i++) {
      double v = z[i] * 0.03125;
      double s = v * v;
      double p = v * Math.fma(s, Math.fma(s, Math.fma(s, Math.fma(s, P4, P3), P2), P1), 1.0);
      double q =
          Math.fma(s, Math.fma(s, Math.fma(s, Math.fma(s, Math.fma(s, Q5, Q4), Q3), Q2), Q1), 1.0);
      double r = p * q;
      q = Math.fma(q, q, p * p);
      p = r + r;
      r = p * q;
      q = Math.fma(q, q, p * p);
      p = r + r;
      r = p * q;
      q = Math.fma(q, q, p * p);
      p = r + r;
      r = p * q;
      a[i] = 0.5 * z[i] * (1.0 + (r + r) / Math.fma(q, q, p * p));
    }
  }
}
