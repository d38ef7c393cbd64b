package io.biopilot.twin.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Several rows times a matrix: y[r + i][j …] = b[j …] + Σₖ x[r + i][k] w[start + k·width …] for a
 * tile of rows and vectors of columns that stays in registers: 4 × 4 where there are 32 of them
 * (AVX-512, NEON), 4 × 2 where there are 16 (AVX2), 8 × 1 for one vector of columns. See {@link
 * RowProducts} for why the methods are long.
 */
final class TileProducts {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private TileProducts() {}

  /** 4 rows from r on, 4 vectors of columns (a panel) from j on; at has m, r, j, start. */
  static void fourByFour(Span at, double[][] x, double[] w, double[] b, double[][] y) {
    int r = at.row;
    int j = at.column;
    int start = at.start;
    int terms = at.terms;
    double[] x0 = x[r];
    double[] x1 = x[r + 1];
    double[] x2 = x[r + 2];
    double[] x3 = x[r + 3];
    DoubleVector s00 = DoubleVector.fromArray(S, b, j);
    DoubleVector s01 = DoubleVector.fromArray(S, b, j + L);
    DoubleVector s02 = DoubleVector.fromArray(S, b, j + 2 * L);
    DoubleVector s03 = DoubleVector.fromArray(S, b, j + 3 * L);
    DoubleVector s10 = s00, s11 = s01, s12 = s02, s13 = s03;
    DoubleVector s20 = s00, s21 = s01, s22 = s02, s23 = s03;
    DoubleVector s30 = s00, s31 = s01, s32 = s02, s33 = s03;
    for (int k = 0; k < terms; k++) {
      int o = start + k * (4 * L);
      DoubleVector w0 = DoubleVector.fromArray(S, w, o);
      DoubleVector w1 = DoubleVector.fromArray(S, w, o + L);
      DoubleVector w2 = DoubleVector.fromArray(S, w, o + 2 * L);
      DoubleVector w3 = DoubleVector.fromArray(S, w, o + 3 * L);
      DoubleVector v0 = DoubleVector.broadcast(S, x0[k]);
      s00 = w0.fma(v0, s00);
      s01 = w1.fma(v0, s01);
      s02 = w2.fma(v0, s02);
      s03 = w3.fma(v0, s03);
      DoubleVector v1 = DoubleVector.broadcast(S, x1[k]);
      s10 = w0.fma(v1, s10);
      s11 = w1.fma(v1, s11);
      s12 = w2.fma(v1, s12);
      s13 = w3.fma(v1, s13);
      DoubleVector v2 = DoubleVector.broadcast(S, x2[k]);
      s20 = w0.fma(v2, s20);
      s21 = w1.fma(v2, s21);
      s22 = w2.fma(v2, s22);
      s23 = w3.fma(v2, s23);
      DoubleVector v3 = DoubleVector.broadcast(S, x3[k]);
      s30 = w0.fma(v3, s30);
      s31 = w1.fma(v3, s31);
      s32 = w2.fma(v3, s32);
      s33 = w3.fma(v3, s33);
    }
    s00.intoArray(y[r], j);
    s01.intoArray(y[r], j + L);
    s02.intoArray(y[r], j + 2 * L);
    s03.intoArray(y[r], j + 3 * L);
    s10.intoArray(y[r + 1], j);
    s11.intoArray(y[r + 1], j + L);
    s12.intoArray(y[r + 1], j + 2 * L);
    s13.intoArray(y[r + 1], j + 3 * L);
    s20.intoArray(y[r + 2], j);
    s21.intoArray(y[r + 2], j + L);
    s22.intoArray(y[r + 2], j + 2 * L);
    s23.intoArray(y[r + 2], j + 3 * L);
    s30.intoArray(y[r + 3], j);
    s31.intoArray(y[r + 3], j + L);
    s32.intoArray(y[r + 3], j + 2 * L);
    s33.intoArray(y[r + 3], j + 3 * L);
  }

  /** 4 rows from r on, 2 vectors of columns of a panel of 4 from j on; at has m, r, j, start. */
  static void fourByTwoOfFour(Span at, double[][] x, double[] w, double[] b, double[][] y) {
    int r = at.row;
    int j = at.column;
    int start = at.start;
    int terms = at.terms;
    double[] x0 = x[r];
    double[] x1 = x[r + 1];
    double[] x2 = x[r + 2];
    double[] x3 = x[r + 3];
    DoubleVector s00 = DoubleVector.fromArray(S, b, j);
    DoubleVector s01 = DoubleVector.fromArray(S, b, j + L);
    DoubleVector s10 = s00, s11 = s01;
    DoubleVector s20 = s00, s21 = s01;
    DoubleVector s30 = s00, s31 = s01;
    for (int k = 0; k < terms; k++) {
      int o = start + k * (4 * L);
      DoubleVector w0 = DoubleVector.fromArray(S, w, o);
      DoubleVector w1 = DoubleVector.fromArray(S, w, o + L);
      DoubleVector v0 = DoubleVector.broadcast(S, x0[k]);
      s00 = w0.fma(v0, s00);
      s01 = w1.fma(v0, s01);
      DoubleVector v1 = DoubleVector.broadcast(S, x1[k]);
      s10 = w0.fma(v1, s10);
      s11 = w1.fma(v1, s11);
      DoubleVector v2 = DoubleVector.broadcast(S, x2[k]);
      s20 = w0.fma(v2, s20);
      s21 = w1.fma(v2, s21);
      DoubleVector v3 = DoubleVector.broadcast(S, x3[k]);
      s30 = w0.fma(v3, s30);
      s31 = w1.fma(v3, s31);
    }
    s00.intoArray(y[r], j);
    s01.intoArray(y[r], j + L);
    s10.intoArray(y[r + 1], j);
    s11.intoArray(y[r + 1], j + L);
    s20.intoArray(y[r + 2], j);
    s21.intoArray(y[r + 2], j + L);
    s30.intoArray(y[r + 3], j);
    s31.intoArray(y[r + 3], j + L);
  }

  /** 4 rows from r on, 2 vectors of columns (a panel) from j on; at has m, r, j, start. */
  static void fourByTwo(Span at, double[][] x, double[] w, double[] b, double[][] y) {
    int r = at.row;
    int j = at.column;
    int start = at.start;
    int terms = at.terms;
    double[] x0 = x[r];
    double[] x1 = x[r + 1];
    double[] x2 = x[r + 2];
    double[] x3 = x[r + 3];
    DoubleVector s00 = DoubleVector.fromArray(S, b, j);
    DoubleVector s01 = DoubleVector.fromArray(S, b, j + L);
    DoubleVector s10 = s00, s11 = s01;
    DoubleVector s20 = s00, s21 = s01;
    DoubleVector s30 = s00, s31 = s01;
    for (int k = 0; k < terms; k++) {
      int o = start + k * (2 * L);
      DoubleVector w0 = DoubleVector.fromArray(S, w, o);
      DoubleVector w1 = DoubleVector.fromArray(S, w, o + L);
      DoubleVector v0 = DoubleVector.broadcast(S, x0[k]);
      s00 = w0.fma(v0, s00);
      s01 = w1.fma(v0, s01);
      DoubleVector v1 = DoubleVector.broadcast(S, x1[k]);
      s10 = w0.fma(v1, s10);
      s11 = w1.fma(v1, s11);
      DoubleVector v2 = DoubleVector.broadcast(S, x2[k]);
      s20 = w0.fma(v2, s20);
      s21 = w1.fma(v2, s21);
      DoubleVector v3 = DoubleVector.broadcast(S, x3[k]);
      s30 = w0.fma(v3, s30);
      s31 = w1.fma(v3, s31);
    }
    s00.intoArray(y[r], j);
    s01.intoArray(y[r], j + L);
    s10.intoArray(y[r + 1], j);
    s11.intoArray(y[r + 1], j + L);
    s20.intoArray(y[r + 2], j);
    s21.intoArray(y[r + 2], j + L);
    s30.intoArray(y[r + 3], j);
    s31.intoArray(y[r + 3], j + L);
  }

  /** 8 rows from r on, 1 vector of columns (a panel) from j on; at has m, r, j, start. */
  static void eightByOne(Span at, double[][] x, double[] w, double[] b, double[][] y) {
    int r = at.row;
    int j = at.column;
    int start = at.start;
    int terms = at.terms;
    double[] x0 = x[r];
    double[] x1 = x[r + 1];
    double[] x2 = x[r + 2];
    double[] x3 = x[r + 3];
    double[] x4 = x[r + 4];
    double[] x5 = x[r + 5];
    double[] x6 = x[r + 6];
    double[] x7 = x[r + 7];
    DoubleVector s00 = DoubleVector.fromArray(S, b, j);
    DoubleVector s10 = s00;
    DoubleVector s20 = s00;
    DoubleVector s30 = s00;
    DoubleVector s40 = s00;
    DoubleVector s50 = s00;
    DoubleVector s60 = s00;
    DoubleVector s70 = s00;
    for (int k = 0; k < terms; k++) {
      int o = start + k * L;
      DoubleVector w0 = DoubleVector.fromArray(S, w, o);
      DoubleVector v0 = DoubleVector.broadcast(S, x0[k]);
      s00 = w0.fma(v0, s00);
      DoubleVector v1 = DoubleVector.broadcast(S, x1[k]);
      s10 = w0.fma(v1, s10);
      DoubleVector v2 = DoubleVector.broadcast(S, x2[k]);
      s20 = w0.fma(v2, s20);
      DoubleVector v3 = DoubleVector.broadcast(S, x3[k]);
      s30 = w0.fma(v3, s30);
      DoubleVector v4 = DoubleVector.broadcast(S, x4[k]);
      s40 = w0.fma(v4, s40);
      DoubleVector v5 = DoubleVector.broadcast(S, x5[k]);
      s50 = w0.fma(v5, s50);
      DoubleVector v6 = DoubleVector.broadcast(S, x6[k]);
      s60 = w0.fma(v6, s60);
      DoubleVector v7 = DoubleVector.broadcast(S, x7[k]);
      s70 = w0.fma(v7, s70);
    }
    s00.intoArray(y[r], j);
    s10.intoArray(y[r + 1], j);
    s20.intoArray(y[r + 2], j);
    s30.intoArray(y[r + 3], j);
    s40.intoArray(y[r + 4], j);
    s50.intoArray(y[r + 5], j);
    s60.intoArray(y[r + 6], j);
    s70.intoArray(y[r + 7], j);
  }
}
