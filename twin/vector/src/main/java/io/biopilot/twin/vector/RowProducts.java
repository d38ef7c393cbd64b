package io.biopilot.twin.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row times a matrix: y[j …] = b[j …] + Σₖ x[k] w[k·stride + j …] for one, two, four or eight
 * vectors of columns. Narrow blocks run several k side by side, so that there are always eight
 * independent sums to hide the latency of FMA. Unrolled by hand beyond 325 bytecodes, so that each
 * method stays a compilation unit of its own: inlined together, C2 gives up on vectors and boxes
 * them.
 */
final class RowProducts {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private RowProducts() {}

  /** y over eight vectors of columns from j on; m terms. */
  static void eight(int m, double[] x, double[] w, int stride, int j, double[] b, double[] y) {
    DoubleVector s0 = DoubleVector.fromArray(S, b, j);
    DoubleVector s1 = DoubleVector.fromArray(S, b, j + L);
    DoubleVector s2 = DoubleVector.fromArray(S, b, j + 2 * L);
    DoubleVector s3 = DoubleVector.fromArray(S, b, j + 3 * L);
    DoubleVector s4 = DoubleVector.fromArray(S, b, j + 4 * L);
    DoubleVector s5 = DoubleVector.fromArray(S, b, j + 5 * L);
    DoubleVector s6 = DoubleVector.fromArray(S, b, j + 6 * L);
    DoubleVector s7 = DoubleVector.fromArray(S, b, j + 7 * L);
    int o = j;
    int k = 0;
    for (; k + 2 <= m; k += 2) {
      DoubleVector x0 = DoubleVector.broadcast(S, x[k]);
      s0 = DoubleVector.fromArray(S, w, o).fma(x0, s0);
      s1 = DoubleVector.fromArray(S, w, o + L).fma(x0, s1);
      s2 = DoubleVector.fromArray(S, w, o + 2 * L).fma(x0, s2);
      s3 = DoubleVector.fromArray(S, w, o + 3 * L).fma(x0, s3);
      s4 = DoubleVector.fromArray(S, w, o + 4 * L).fma(x0, s4);
      s5 = DoubleVector.fromArray(S, w, o + 5 * L).fma(x0, s5);
      s6 = DoubleVector.fromArray(S, w, o + 6 * L).fma(x0, s6);
      s7 = DoubleVector.fromArray(S, w, o + 7 * L).fma(x0, s7);
      o += stride;
      DoubleVector x1 = DoubleVector.broadcast(S, x[k + 1]);
      s0 = DoubleVector.fromArray(S, w, o).fma(x1, s0);
      s1 = DoubleVector.fromArray(S, w, o + L).fma(x1, s1);
      s2 = DoubleVector.fromArray(S, w, o + 2 * L).fma(x1, s2);
      s3 = DoubleVector.fromArray(S, w, o + 3 * L).fma(x1, s3);
      s4 = DoubleVector.fromArray(S, w, o + 4 * L).fma(x1, s4);
      s5 = DoubleVector.fromArray(S, w, o + 5 * L).fma(x1, s5);
      s6 = DoubleVector.fromArray(S, w, o + 6 * L).fma(x1, s6);
      s7 = DoubleVector.fromArray(S, w, o + 7 * L).fma(x1, s7);
      o += stride;
    }
    for (; k < m; k++) {
      DoubleVector xk = DoubleVector.broadcast(S, x[k]);
      s0 = DoubleVector.fromArray(S, w, o).fma(xk, s0);
      s1 = DoubleVector.fromArray(S, w, o + L).fma(xk, s1);
      s2 = DoubleVector.fromArray(S, w, o + 2 * L).fma(xk, s2);
      s3 = DoubleVector.fromArray(S, w, o + 3 * L).fma(xk, s3);
      s4 = DoubleVector.fromArray(S, w, o + 4 * L).fma(xk, s4);
      s5 = DoubleVector.fromArray(S, w, o + 5 * L).fma(xk, s5);
      s6 = DoubleVector.fromArray(S, w, o + 6 * L).fma(xk, s6);
      s7 = DoubleVector.fromArray(S, w, o + 7 * L).fma(xk, s7);
      o += stride;
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

  /** y over four vectors of columns from j on; m terms. */
  static void four(int m, double[] x, double[] w, int stride, int j, double[] b, double[] y) {
    DoubleVector s0 = DoubleVector.fromArray(S, b, j);
    DoubleVector s1 = DoubleVector.fromArray(S, b, j + L);
    DoubleVector s2 = DoubleVector.fromArray(S, b, j + 2 * L);
    DoubleVector s3 = DoubleVector.fromArray(S, b, j + 3 * L);
    DoubleVector s4 = DoubleVector.zero(S);
    DoubleVector s5 = DoubleVector.zero(S);
    DoubleVector s6 = DoubleVector.zero(S);
    DoubleVector s7 = DoubleVector.zero(S);
    int o = j;
    int k = 0;
    for (; k + 2 <= m; k += 2) {
      DoubleVector x0 = DoubleVector.broadcast(S, x[k]);
      s0 = DoubleVector.fromArray(S, w, o).fma(x0, s0);
      s1 = DoubleVector.fromArray(S, w, o + L).fma(x0, s1);
      s2 = DoubleVector.fromArray(S, w, o + 2 * L).fma(x0, s2);
      s3 = DoubleVector.fromArray(S, w, o + 3 * L).fma(x0, s3);
      o += stride;
      DoubleVector x1 = DoubleVector.broadcast(S, x[k + 1]);
      s4 = DoubleVector.fromArray(S, w, o).fma(x1, s4);
      s5 = DoubleVector.fromArray(S, w, o + L).fma(x1, s5);
      s6 = DoubleVector.fromArray(S, w, o + 2 * L).fma(x1, s6);
      s7 = DoubleVector.fromArray(S, w, o + 3 * L).fma(x1, s7);
      o += stride;
    }
    for (; k < m; k++) {
      DoubleVector xk = DoubleVector.broadcast(S, x[k]);
      s0 = DoubleVector.fromArray(S, w, o).fma(xk, s0);
      s1 = DoubleVector.fromArray(S, w, o + L).fma(xk, s1);
      s2 = DoubleVector.fromArray(S, w, o + 2 * L).fma(xk, s2);
      s3 = DoubleVector.fromArray(S, w, o + 3 * L).fma(xk, s3);
      o += stride;
    }
    s0.add(s4).intoArray(y, j);
    s1.add(s5).intoArray(y, j + L);
    s2.add(s6).intoArray(y, j + 2 * L);
    s3.add(s7).intoArray(y, j + 3 * L);
  }

  /** y over two vectors of columns from j on; m terms. */
  static void two(int m, double[] x, double[] w, int stride, int j, double[] b, double[] y) {
    DoubleVector s0 = DoubleVector.fromArray(S, b, j);
    DoubleVector s1 = DoubleVector.fromArray(S, b, j + L);
    DoubleVector s2 = DoubleVector.zero(S);
    DoubleVector s3 = DoubleVector.zero(S);
    DoubleVector s4 = DoubleVector.zero(S);
    DoubleVector s5 = DoubleVector.zero(S);
    DoubleVector s6 = DoubleVector.zero(S);
    DoubleVector s7 = DoubleVector.zero(S);
    int o = j;
    int k = 0;
    for (; k + 4 <= m; k += 4) {
      DoubleVector x0 = DoubleVector.broadcast(S, x[k]);
      s0 = DoubleVector.fromArray(S, w, o).fma(x0, s0);
      s1 = DoubleVector.fromArray(S, w, o + L).fma(x0, s1);
      o += stride;
      DoubleVector x1 = DoubleVector.broadcast(S, x[k + 1]);
      s2 = DoubleVector.fromArray(S, w, o).fma(x1, s2);
      s3 = DoubleVector.fromArray(S, w, o + L).fma(x1, s3);
      o += stride;
      DoubleVector x2 = DoubleVector.broadcast(S, x[k + 2]);
      s4 = DoubleVector.fromArray(S, w, o).fma(x2, s4);
      s5 = DoubleVector.fromArray(S, w, o + L).fma(x2, s5);
      o += stride;
      DoubleVector x3 = DoubleVector.broadcast(S, x[k + 3]);
      s6 = DoubleVector.fromArray(S, w, o).fma(x3, s6);
      s7 = DoubleVector.fromArray(S, w, o + L).fma(x3, s7);
      o += stride;
    }
    for (; k < m; k++) {
      DoubleVector xk = DoubleVector.broadcast(S, x[k]);
      s0 = DoubleVector.fromArray(S, w, o).fma(xk, s0);
      s1 = DoubleVector.fromArray(S, w, o + L).fma(xk, s1);
      o += stride;
    }
    s0.add(s2).add(s4.add(s6)).intoArray(y, j);
    s1.add(s3).add(s5.add(s7)).intoArray(y, j + L);
  }

  /** y over one vector of columns from j on; m terms. */
  static void one(int m, double[] x, double[] w, int stride, int j, double[] b, double[] y) {
    DoubleVector s0 = DoubleVector.fromArray(S, b, j);
    DoubleVector s1 = DoubleVector.zero(S);
    DoubleVector s2 = DoubleVector.zero(S);
    DoubleVector s3 = DoubleVector.zero(S);
    DoubleVector s4 = DoubleVector.zero(S);
    DoubleVector s5 = DoubleVector.zero(S);
    DoubleVector s6 = DoubleVector.zero(S);
    DoubleVector s7 = DoubleVector.zero(S);
    int o = j;
    int k = 0;
    for (; k + 8 <= m; k += 8) {
      DoubleVector x0 = DoubleVector.broadcast(S, x[k]);
      s0 = DoubleVector.fromArray(S, w, o).fma(x0, s0);
      o += stride;
      DoubleVector x1 = DoubleVector.broadcast(S, x[k + 1]);
      s1 = DoubleVector.fromArray(S, w, o).fma(x1, s1);
      o += stride;
      DoubleVector x2 = DoubleVector.broadcast(S, x[k + 2]);
      s2 = DoubleVector.fromArray(S, w, o).fma(x2, s2);
      o += stride;
      DoubleVector x3 = DoubleVector.broadcast(S, x[k + 3]);
      s3 = DoubleVector.fromArray(S, w, o).fma(x3, s3);
      o += stride;
      DoubleVector x4 = DoubleVector.broadcast(S, x[k + 4]);
      s4 = DoubleVector.fromArray(S, w, o).fma(x4, s4);
      o += stride;
      DoubleVector x5 = DoubleVector.broadcast(S, x[k + 5]);
      s5 = DoubleVector.fromArray(S, w, o).fma(x5, s5);
      o += stride;
      DoubleVector x6 = DoubleVector.broadcast(S, x[k + 6]);
      s6 = DoubleVector.fromArray(S, w, o).fma(x6, s6);
      o += stride;
      DoubleVector x7 = DoubleVector.broadcast(S, x[k + 7]);
      s7 = DoubleVector.fromArray(S, w, o).fma(x7, s7);
      o += stride;
    }
    for (; k < m; k++) {
      DoubleVector xk = DoubleVector.broadcast(S, x[k]);
      s0 = DoubleVector.fromArray(S, w, o).fma(xk, s0);
      o += stride;
    }
    s0.add(s1).add(s2.add(s3)).add(s4.add(s5).add(s6.add(s7))).intoArray(y, j);
  }
}
