package io.biopilot.twin.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row times a panel of four, two or one vectors of columns, or two panels of four: y[j …] = b[j
 * …] + Σₖ x[k] w[start + k·width …]. Narrow panels run several k side by side, so that there are
 * always eight independent sums to hide the latency of FMA. The width is a constant of each method,
 * hence C2 checks the bounds before the loop and not at each load. Unrolled by hand beyond 325
 * bytecodes, so that each method stays a compilation unit of its own: inlined together, C2 gives up
 * on vectors and boxes them.
 */
final class RowProducts {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private RowProducts() {}

  /** y over the eight vectors of columns from j on, which are two panels; m terms. */
  static void eight(int m, double[] x, double[] w, int start, int j, double[] b, double[] y) {
    DoubleVector s0 = DoubleVector.fromArray(S, b, j);
    DoubleVector s1 = DoubleVector.fromArray(S, b, j + L);
    DoubleVector s2 = DoubleVector.fromArray(S, b, j + 2 * L);
    DoubleVector s3 = DoubleVector.fromArray(S, b, j + 3 * L);
    DoubleVector s4 = DoubleVector.fromArray(S, b, j + 4 * L);
    DoubleVector s5 = DoubleVector.fromArray(S, b, j + 5 * L);
    DoubleVector s6 = DoubleVector.fromArray(S, b, j + 6 * L);
    DoubleVector s7 = DoubleVector.fromArray(S, b, j + 7 * L);
    int next = start + m * (4 * L);
    int turns = m / 2;
    for (int i = 0; i < turns; i++) {
      int k = i * 2;
      int o = start + i * (8 * L);
      int q = next + i * (8 * L);
      DoubleVector x0 = DoubleVector.broadcast(S, x[k]);
      s0 = DoubleVector.fromArray(S, w, o).fma(x0, s0);
      s1 = DoubleVector.fromArray(S, w, o + L).fma(x0, s1);
      s2 = DoubleVector.fromArray(S, w, o + 2 * L).fma(x0, s2);
      s3 = DoubleVector.fromArray(S, w, o + 3 * L).fma(x0, s3);
      s4 = DoubleVector.fromArray(S, w, q).fma(x0, s4);
      s5 = DoubleVector.fromArray(S, w, q + L).fma(x0, s5);
      s6 = DoubleVector.fromArray(S, w, q + 2 * L).fma(x0, s6);
      s7 = DoubleVector.fromArray(S, w, q + 3 * L).fma(x0, s7);
      DoubleVector x1 = DoubleVector.broadcast(S, x[k + 1]);
      s0 = DoubleVector.fromArray(S, w, o + 4 * L).fma(x1, s0);
      s1 = DoubleVector.fromArray(S, w, o + 5 * L).fma(x1, s1);
      s2 = DoubleVector.fromArray(S, w, o + 6 * L).fma(x1, s2);
      s3 = DoubleVector.fromArray(S, w, o + 7 * L).fma(x1, s3);
      s4 = DoubleVector.fromArray(S, w, q + 4 * L).fma(x1, s4);
      s5 = DoubleVector.fromArray(S, w, q + 5 * L).fma(x1, s5);
      s6 = DoubleVector.fromArray(S, w, q + 6 * L).fma(x1, s6);
      s7 = DoubleVector.fromArray(S, w, q + 7 * L).fma(x1, s7);
    }
    if (turns * 2 < m) {
      int o = start + turns * (8 * L);
      int q = next + turns * (8 * L);
      DoubleVector xk = DoubleVector.broadcast(S, x[m - 1]);
      s0 = DoubleVector.fromArray(S, w, o).fma(xk, s0);
      s1 = DoubleVector.fromArray(S, w, o + L).fma(xk, s1);
      s2 = DoubleVector.fromArray(S, w, o + 2 * L).fma(xk, s2);
      s3 = DoubleVector.fromArray(S, w, o + 3 * L).fma(xk, s3);
      s4 = DoubleVector.fromArray(S, w, q).fma(xk, s4);
      s5 = DoubleVector.fromArray(S, w, q + L).fma(xk, s5);
      s6 = DoubleVector.fromArray(S, w, q + 2 * L).fma(xk, s6);
      s7 = DoubleVector.fromArray(S, w, q + 3 * L).fma(xk, s7);
    }
    s0.intoArray(y, j);
    s1.intoArray(y, j + L);
    s2.intoArray(y, j + 2 * L);
    s3.intoArray(y, j + 3 * L);
    s4.intoArray(y, j + 4 * L);
    s5.intoArray(y, j + 5 * L);
    s6.intoArray(y, j + 6 * L);
    s7.intoArray(y, j + 7 * L);
  }

  /** y over the four vectors of columns from j on; m terms. */
  static void four(int m, double[] x, double[] w, int start, int j, double[] b, double[] y) {
    DoubleVector s0 = DoubleVector.fromArray(S, b, j);
    DoubleVector s1 = DoubleVector.fromArray(S, b, j + L);
    DoubleVector s2 = DoubleVector.fromArray(S, b, j + 2 * L);
    DoubleVector s3 = DoubleVector.fromArray(S, b, j + 3 * L);
    DoubleVector s4 = DoubleVector.zero(S);
    DoubleVector s5 = DoubleVector.zero(S);
    DoubleVector s6 = DoubleVector.zero(S);
    DoubleVector s7 = DoubleVector.zero(S);
    int turns = m / 2;
    for (int i = 0; i < turns; i++) {
      int k = i * 2;
      int o = start + i * (8 * L);
      DoubleVector x0 = DoubleVector.broadcast(S, x[k]);
      s0 = DoubleVector.fromArray(S, w, o).fma(x0, s0);
      s1 = DoubleVector.fromArray(S, w, o + L).fma(x0, s1);
      s2 = DoubleVector.fromArray(S, w, o + 2 * L).fma(x0, s2);
      s3 = DoubleVector.fromArray(S, w, o + 3 * L).fma(x0, s3);
      DoubleVector x1 = DoubleVector.broadcast(S, x[k + 1]);
      s4 = DoubleVector.fromArray(S, w, o + 4 * L).fma(x1, s4);
      s5 = DoubleVector.fromArray(S, w, o + 5 * L).fma(x1, s5);
      s6 = DoubleVector.fromArray(S, w, o + 6 * L).fma(x1, s6);
      s7 = DoubleVector.fromArray(S, w, o + 7 * L).fma(x1, s7);
    }
    for (int k = turns * 2; k < m; k++) {
      int o = start + k * (4 * L);
      DoubleVector xk = DoubleVector.broadcast(S, x[k]);
      s0 = DoubleVector.fromArray(S, w, o).fma(xk, s0);
      s1 = DoubleVector.fromArray(S, w, o + L).fma(xk, s1);
      s2 = DoubleVector.fromArray(S, w, o + 2 * L).fma(xk, s2);
      s3 = DoubleVector.fromArray(S, w, o + 3 * L).fma(xk, s3);
    }
    s0.add(s4).intoArray(y, j);
    s1.add(s5).intoArray(y, j + L);
    s2.add(s6).intoArray(y, j + 2 * L);
    s3.add(s7).intoArray(y, j + 3 * L);
  }

  /** y over the two vectors of columns from j on; m terms. */
  static void two(int m, double[] x, double[] w, int start, int j, double[] b, double[] y) {
    DoubleVector s0 = DoubleVector.fromArray(S, b, j);
    DoubleVector s1 = DoubleVector.fromArray(S, b, j + L);
    DoubleVector s2 = DoubleVector.zero(S);
    DoubleVector s3 = DoubleVector.zero(S);
    DoubleVector s4 = DoubleVector.zero(S);
    DoubleVector s5 = DoubleVector.zero(S);
    DoubleVector s6 = DoubleVector.zero(S);
    DoubleVector s7 = DoubleVector.zero(S);
    int turns = m / 4;
    for (int i = 0; i < turns; i++) {
      int k = i * 4;
      int o = start + i * (8 * L);
      DoubleVector x0 = DoubleVector.broadcast(S, x[k]);
      s0 = DoubleVector.fromArray(S, w, o).fma(x0, s0);
      s1 = DoubleVector.fromArray(S, w, o + L).fma(x0, s1);
      DoubleVector x1 = DoubleVector.broadcast(S, x[k + 1]);
      s2 = DoubleVector.fromArray(S, w, o + 2 * L).fma(x1, s2);
      s3 = DoubleVector.fromArray(S, w, o + 3 * L).fma(x1, s3);
      DoubleVector x2 = DoubleVector.broadcast(S, x[k + 2]);
      s4 = DoubleVector.fromArray(S, w, o + 4 * L).fma(x2, s4);
      s5 = DoubleVector.fromArray(S, w, o + 5 * L).fma(x2, s5);
      DoubleVector x3 = DoubleVector.broadcast(S, x[k + 3]);
      s6 = DoubleVector.fromArray(S, w, o + 6 * L).fma(x3, s6);
      s7 = DoubleVector.fromArray(S, w, o + 7 * L).fma(x3, s7);
    }
    for (int k = turns * 4; k < m; k++) {
      int o = start + k * (2 * L);
      DoubleVector xk = DoubleVector.broadcast(S, x[k]);
      s0 = DoubleVector.fromArray(S, w, o).fma(xk, s0);
      s1 = DoubleVector.fromArray(S, w, o + L).fma(xk, s1);
    }
    s0.add(s2).add(s4.add(s6)).intoArray(y, j);
    s1.add(s3).add(s5.add(s7)).intoArray(y, j + L);
  }

  /** y over the vector of columns from j on; m terms. */
  static void one(int m, double[] x, double[] w, int start, int j, double[] b, double[] y) {
    DoubleVector s0 = DoubleVector.fromArray(S, b, j);
    DoubleVector s1 = DoubleVector.zero(S);
    DoubleVector s2 = DoubleVector.zero(S);
    DoubleVector s3 = DoubleVector.zero(S);
    DoubleVector s4 = DoubleVector.zero(S);
    DoubleVector s5 = DoubleVector.zero(S);
    DoubleVector s6 = DoubleVector.zero(S);
    DoubleVector s7 = DoubleVector.zero(S);
    int turns = m / 8;
    for (int i = 0; i < turns; i++) {
      int k = i * 8;
      int o = start + i * (8 * L);
      DoubleVector x0 = DoubleVector.broadcast(S, x[k]);
      s0 = DoubleVector.fromArray(S, w, o).fma(x0, s0);
      DoubleVector x1 = DoubleVector.broadcast(S, x[k + 1]);
      s1 = DoubleVector.fromArray(S, w, o + L).fma(x1, s1);
      DoubleVector x2 = DoubleVector.broadcast(S, x[k + 2]);
      s2 = DoubleVector.fromArray(S, w, o + 2 * L).fma(x2, s2);
      DoubleVector x3 = DoubleVector.broadcast(S, x[k + 3]);
      s3 = DoubleVector.fromArray(S, w, o + 3 * L).fma(x3, s3);
      DoubleVector x4 = DoubleVector.broadcast(S, x[k + 4]);
      s4 = DoubleVector.fromArray(S, w, o + 4 * L).fma(x4, s4);
      DoubleVector x5 = DoubleVector.broadcast(S, x[k + 5]);
      s5 = DoubleVector.fromArray(S, w, o + 5 * L).fma(x5, s5);
      DoubleVector x6 = DoubleVector.broadcast(S, x[k + 6]);
      s6 = DoubleVector.fromArray(S, w, o + 6 * L).fma(x6, s6);
      DoubleVector x7 = DoubleVector.broadcast(S, x[k + 7]);
      s7 = DoubleVector.fromArray(S, w, o + 7 * L).fma(x7, s7);
    }
    for (int k = turns * 8; k < m; k++) {
      int o = start + k * L;
      DoubleVector xk = DoubleVector.broadcast(S, x[k]);
      s0 = DoubleVector.fromArray(S, w, o).fma(xk, s0);
    }
    s0.add(s1).add(s2.add(s3)).add(s4.add(s5).add(s6.add(s7))).intoArray(y, j);
  }
}
