package io.biopilot.twin.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Weight gradients: g[(k + i)·stride + j …] += Σᵣ x[r][k + i] d[r][j …] over all rows, by tiles of
 * inputs and vectors of outputs as in {@link TileProducts}; and the update of rank one for a single
 * row, which is bound by the stores.
 */
final class TileGradients {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private TileGradients() {}

  /** 4 inputs, 4 vectors of outputs; at has k as row, j, stride, the number of rows as terms. */
  static void fourByFour(Span at, double[][] x, double[][] d, double[] g, int offset) {
    int k = at.row;
    int j = at.column;
    DoubleVector s00 = DoubleVector.zero(S), s01 = DoubleVector.zero(S);
    DoubleVector s02 = DoubleVector.zero(S), s03 = DoubleVector.zero(S);
    DoubleVector s10 = DoubleVector.zero(S), s11 = DoubleVector.zero(S);
    DoubleVector s12 = DoubleVector.zero(S), s13 = DoubleVector.zero(S);
    DoubleVector s20 = DoubleVector.zero(S), s21 = DoubleVector.zero(S);
    DoubleVector s22 = DoubleVector.zero(S), s23 = DoubleVector.zero(S);
    DoubleVector s30 = DoubleVector.zero(S), s31 = DoubleVector.zero(S);
    DoubleVector s32 = DoubleVector.zero(S), s33 = DoubleVector.zero(S);
    for (int r = 0; r < at.terms; r++) {
      double[] xr = x[r];
      double[] dr = d[r];
      DoubleVector d0 = DoubleVector.fromArray(S, dr, j);
      DoubleVector d1 = DoubleVector.fromArray(S, dr, j + L);
      DoubleVector d2 = DoubleVector.fromArray(S, dr, j + 2 * L);
      DoubleVector d3 = DoubleVector.fromArray(S, dr, j + 3 * L);
      DoubleVector v0 = DoubleVector.broadcast(S, xr[k]);
      s00 = d0.fma(v0, s00);
      s01 = d1.fma(v0, s01);
      s02 = d2.fma(v0, s02);
      s03 = d3.fma(v0, s03);
      DoubleVector v1 = DoubleVector.broadcast(S, xr[k + 1]);
      s10 = d0.fma(v1, s10);
      s11 = d1.fma(v1, s11);
      s12 = d2.fma(v1, s12);
      s13 = d3.fma(v1, s13);
      DoubleVector v2 = DoubleVector.broadcast(S, xr[k + 2]);
      s20 = d0.fma(v2, s20);
      s21 = d1.fma(v2, s21);
      s22 = d2.fma(v2, s22);
      s23 = d3.fma(v2, s23);
      DoubleVector v3 = DoubleVector.broadcast(S, xr[k + 3]);
      s30 = d0.fma(v3, s30);
      s31 = d1.fma(v3, s31);
      s32 = d2.fma(v3, s32);
      s33 = d3.fma(v3, s33);
    }
    int o = offset + k * at.stride + j;
    DoubleVector.fromArray(S, g, o).add(s00).intoArray(g, o);
    DoubleVector.fromArray(S, g, o + L).add(s01).intoArray(g, o + L);
    DoubleVector.fromArray(S, g, o + 2 * L).add(s02).intoArray(g, o + 2 * L);
    DoubleVector.fromArray(S, g, o + 3 * L).add(s03).intoArray(g, o + 3 * L);
    o += at.stride;
    DoubleVector.fromArray(S, g, o).add(s10).intoArray(g, o);
    DoubleVector.fromArray(S, g, o + L).add(s11).intoArray(g, o + L);
    DoubleVector.fromArray(S, g, o + 2 * L).add(s12).intoArray(g, o + 2 * L);
    DoubleVector.fromArray(S, g, o + 3 * L).add(s13).intoArray(g, o + 3 * L);
    o += at.stride;
    DoubleVector.fromArray(S, g, o).add(s20).intoArray(g, o);
    DoubleVector.fromArray(S, g, o + L).add(s21).intoArray(g, o + L);
    DoubleVector.fromArray(S, g, o + 2 * L).add(s22).intoArray(g, o + 2 * L);
    DoubleVector.fromArray(S, g, o + 3 * L).add(s23).intoArray(g, o + 3 * L);
    o += at.stride;
    DoubleVector.fromArray(S, g, o).add(s30).intoArray(g, o);
    DoubleVector.fromArray(S, g, o + L).add(s31).intoArray(g, o + L);
    DoubleVector.fromArray(S, g, o + 2 * L).add(s32).intoArray(g, o + 2 * L);
    DoubleVector.fromArray(S, g, o + 3 * L).add(s33).intoArray(g, o + 3 * L);
  }

  /** 4 inputs, 2 vectors of outputs; at has k as row, j, stride, the number of rows as terms. */
  static void fourByTwo(Span at, double[][] x, double[][] d, double[] g, int offset) {
    int k = at.row;
    int j = at.column;
    DoubleVector s00 = DoubleVector.zero(S), s01 = DoubleVector.zero(S);
    DoubleVector s10 = DoubleVector.zero(S), s11 = DoubleVector.zero(S);
    DoubleVector s20 = DoubleVector.zero(S), s21 = DoubleVector.zero(S);
    DoubleVector s30 = DoubleVector.zero(S), s31 = DoubleVector.zero(S);
    for (int r = 0; r < at.terms; r++) {
      double[] xr = x[r];
      double[] dr = d[r];
      DoubleVector d0 = DoubleVector.fromArray(S, dr, j);
      DoubleVector d1 = DoubleVector.fromArray(S, dr, j + L);
      DoubleVector v0 = DoubleVector.broadcast(S, xr[k]);
      s00 = d0.fma(v0, s00);
      s01 = d1.fma(v0, s01);
      DoubleVector v1 = DoubleVector.broadcast(S, xr[k + 1]);
      s10 = d0.fma(v1, s10);
      s11 = d1.fma(v1, s11);
      DoubleVector v2 = DoubleVector.broadcast(S, xr[k + 2]);
      s20 = d0.fma(v2, s20);
      s21 = d1.fma(v2, s21);
      DoubleVector v3 = DoubleVector.broadcast(S, xr[k + 3]);
      s30 = d0.fma(v3, s30);
      s31 = d1.fma(v3, s31);
    }
    int o = offset + k * at.stride + j;
    DoubleVector.fromArray(S, g, o).add(s00).intoArray(g, o);
    DoubleVector.fromArray(S, g, o + L).add(s01).intoArray(g, o + L);
    o += at.stride;
    DoubleVector.fromArray(S, g, o).add(s10).intoArray(g, o);
    DoubleVector.fromArray(S, g, o + L).add(s11).intoArray(g, o + L);
    o += at.stride;
    DoubleVector.fromArray(S, g, o).add(s20).intoArray(g, o);
    DoubleVector.fromArray(S, g, o + L).add(s21).intoArray(g, o + L);
    o += at.stride;
    DoubleVector.fromArray(S, g, o).add(s30).intoArray(g, o);
    DoubleVector.fromArray(S, g, o + L).add(s31).intoArray(g, o + L);
  }

  /** 8 inputs, 1 vector of outputs; at has k as row, j, stride, the number of rows as terms. */
  static void eightByOne(Span at, double[][] x, double[][] d, double[] g, int offset) {
    int k = at.row;
    int j = at.column;
    DoubleVector s00 = DoubleVector.zero(S);
    DoubleVector s10 = DoubleVector.zero(S);
    DoubleVector s20 = DoubleVector.zero(S);
    DoubleVector s30 = DoubleVector.zero(S);
    DoubleVector s40 = DoubleVector.zero(S);
    DoubleVector s50 = DoubleVector.zero(S);
    DoubleVector s60 = DoubleVector.zero(S);
    DoubleVector s70 = DoubleVector.zero(S);
    for (int r = 0; r < at.terms; r++) {
      double[] xr = x[r];
      double[] dr = d[r];
      DoubleVector d0 = DoubleVector.fromArray(S, dr, j);
      DoubleVector v0 = DoubleVector.broadcast(S, xr[k]);
      s00 = d0.fma(v0, s00);
      DoubleVector v1 = DoubleVector.broadcast(S, xr[k + 1]);
      s10 = d0.fma(v1, s10);
      DoubleVector v2 = DoubleVector.broadcast(S, xr[k + 2]);
      s20 = d0.fma(v2, s20);
      DoubleVector v3 = DoubleVector.broadcast(S, xr[k + 3]);
      s30 = d0.fma(v3, s30);
      DoubleVector v4 = DoubleVector.broadcast(S, xr[k + 4]);
      s40 = d0.fma(v4, s40);
      DoubleVector v5 = DoubleVector.broadcast(S, xr[k + 5]);
      s50 = d0.fma(v5, s50);
      DoubleVector v6 = DoubleVector.broadcast(S, xr[k + 6]);
      s60 = d0.fma(v6, s60);
      DoubleVector v7 = DoubleVector.broadcast(S, xr[k + 7]);
      s70 = d0.fma(v7, s70);
    }
    int o = offset + k * at.stride + j;
    DoubleVector.fromArray(S, g, o).add(s00).intoArray(g, o);
    o += at.stride;
    DoubleVector.fromArray(S, g, o).add(s10).intoArray(g, o);
    o += at.stride;
    DoubleVector.fromArray(S, g, o).add(s20).intoArray(g, o);
    o += at.stride;
    DoubleVector.fromArray(S, g, o).add(s30).intoArray(g, o);
    o += at.stride;
    DoubleVector.fromArray(S, g, o).add(s40).intoArray(g, o);
    o += at.stride;
    DoubleVector.fromArray(S, g, o).add(s50).intoArray(g, o);
    o += at.stride;
    DoubleVector.fromArray(S, g, o).add(s60).intoArray(g, o);
    o += at.stride;
    DoubleVector.fromArray(S, g, o).add(s70).intoArray(g, o);
  }

  /** 1 input, 1 vector of outputs; at has k as row, j, stride, the number of rows as terms. */
  static void oneByOne(Span at, double[][] x, double[][] d, double[] g, int offset) {
    int k = at.row;
    int j = at.column;
    DoubleVector s00 = DoubleVector.zero(S);
    for (int r = 0; r < at.terms; r++) {
      double[] xr = x[r];
      double[] dr = d[r];
      DoubleVector d0 = DoubleVector.fromArray(S, dr, j);
      DoubleVector v0 = DoubleVector.broadcast(S, xr[k]);
      s00 = d0.fma(v0, s00);
    }
    int o = offset + k * at.stride + j;
    DoubleVector.fromArray(S, g, o).add(s00).intoArray(g, o);
  }

  /** g[k·stride + j …] += x[k] d[j …] for eight vectors of outputs from j on and all m inputs. */
  static void outerEight(Span at, double[] x, double[] d, double[] g, int offset) {
    int j = at.column;
    DoubleVector d0 = DoubleVector.fromArray(S, d, j);
    DoubleVector d1 = DoubleVector.fromArray(S, d, j + L);
    DoubleVector d2 = DoubleVector.fromArray(S, d, j + 2 * L);
    DoubleVector d3 = DoubleVector.fromArray(S, d, j + 3 * L);
    DoubleVector d4 = DoubleVector.fromArray(S, d, j + 4 * L);
    DoubleVector d5 = DoubleVector.fromArray(S, d, j + 5 * L);
    DoubleVector d6 = DoubleVector.fromArray(S, d, j + 6 * L);
    DoubleVector d7 = DoubleVector.fromArray(S, d, j + 7 * L);
    int o = offset + j;
    for (int k = 0; k < at.terms; k++) {
      DoubleVector xk = DoubleVector.broadcast(S, x[k]);
      d0.fma(xk, DoubleVector.fromArray(S, g, o)).intoArray(g, o);
      d1.fma(xk, DoubleVector.fromArray(S, g, o + L)).intoArray(g, o + L);
      d2.fma(xk, DoubleVector.fromArray(S, g, o + 2 * L)).intoArray(g, o + 2 * L);
      d3.fma(xk, DoubleVector.fromArray(S, g, o + 3 * L)).intoArray(g, o + 3 * L);
      d4.fma(xk, DoubleVector.fromArray(S, g, o + 4 * L)).intoArray(g, o + 4 * L);
      d5.fma(xk, DoubleVector.fromArray(S, g, o + 5 * L)).intoArray(g, o + 5 * L);
      d6.fma(xk, DoubleVector.fromArray(S, g, o + 6 * L)).intoArray(g, o + 6 * L);
      d7.fma(xk, DoubleVector.fromArray(S, g, o + 7 * L)).intoArray(g, o + 7 * L);
      o += at.stride;
    }
  }

  /** The same for one vector of outputs. */
  static void outerOne(Span at, double[] x, double[] d, double[] g, int offset) {
    DoubleVector d0 = DoubleVector.fromArray(S, d, at.column);
    int o = offset + at.column;
    for (int k = 0; k < at.terms; k++) {
      DoubleVector xk = DoubleVector.broadcast(S, x[k]);
      d0.fma(xk, DoubleVector.fromArray(S, g, o)).intoArray(g, o);
      o += at.stride;
    }
  }

  /** g[offset + j …] += Σᵣ d[r][j …] for four vectors of outputs; at has j, the rows as terms. */
  static void sumFour(Span at, double[][] d, double[] g, int offset) {
    int j = at.column;
    int o = offset + j;
    DoubleVector s0 = DoubleVector.fromArray(S, g, o);
    DoubleVector s1 = DoubleVector.fromArray(S, g, o + L);
    DoubleVector s2 = DoubleVector.fromArray(S, g, o + 2 * L);
    DoubleVector s3 = DoubleVector.fromArray(S, g, o + 3 * L);
    for (int r = 0; r < at.terms; r++) {
      double[] dr = d[r];
      s0 = DoubleVector.fromArray(S, dr, j).add(s0);
      s1 = DoubleVector.fromArray(S, dr, j + L).add(s1);
      s2 = DoubleVector.fromArray(S, dr, j + 2 * L).add(s2);
      s3 = DoubleVector.fromArray(S, dr, j + 3 * L).add(s3);
    }
    s0.intoArray(g, o);
    s1.intoArray(g, o + L);
    s2.intoArray(g, o + 2 * L);
    s3.intoArray(g, o + 3 * L);
  }

  /** The same for one vector of outputs. */
  static void sumOne(Span at, double[][] d, double[] g, int offset) {
    int j = at.column;
    int o = offset + j;
    DoubleVector s = DoubleVector.fromArray(S, g, o);
    for (int r = 0; r < at.terms; r++) {
      s = DoubleVector.fromArray(S, d[r], j).add(s);
    }
    s.intoArray(g, o);
  }
}
