package io.biopilot.twin.vector;

import io.biopilot.twin.linalg.Panels;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products with Aᵀ in tiles of up to 4 rows × 3 vectors of four columns held in registers; rows
 * padded to four numbers fit vectors of 256 bits, which every machine with AVX2 has.
 */
final class VectorTransposed implements Panels.Transposed {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_256;
  private static final int L = S.length();

  private final int inner;
  private final int rows;
  private final int leadingA;
  private final int leadingB;

  VectorTransposed(int inner, int rows, int columns) {
    this.inner = inner;
    this.rows = Panels.even(rows);
    leadingA = Panels.padded(rows);
    leadingB = Panels.padded(columns);
  }

  @Override
  public void into(double[] a, double[] b, double[] out) {
    Arrays.fill(out, 0, rows * leadingB, 0.0);
    for (int i = 0; i < rows; i += 4) {
      add(a, i, b, leadingB, out);
    }
  }

  @Override
  public void addLower(double[] a, double[] b, double[] out) {
    for (int i = 0; i < rows; i += 4) {
      add(a, i, b, Math.min(i + 4, leadingB), out);
    }
  }

  /** Up to four rows from i on, columns up to the width. */
  private void add(double[] a, int i, double[] b, int width, double[] out) {
    int j = 0;
    if (rows - i > 2) {
      while (j < width) {
        int left = width - j;
        if (left == 3 * L || left > 4 * L) {
          fourByThree(a, i, b, j, out);
          j += 3 * L;
        } else if (left >= 2 * L) {
          fourByTwo(a, i, b, j, out);
          j += 2 * L;
        } else {
          fourByOne(a, i, b, j, out);
          j += L;
        }
      }
    } else {
      while (j < width) {
        int left = width - j;
        if (left == 3 * L || left > 4 * L) {
          twoByThree(a, i, b, j, out);
          j += 3 * L;
        } else if (left >= 2 * L) {
          twoByTwo(a, i, b, j, out);
          j += 2 * L;
        } else {
          twoByOne(a, i, b, j, out);
          j += L;
        }
      }
    }
  }

  @Override
  public void addTimes(double[] a, double[] x, int at, double[] y) {
    int j = 0;
    for (; leadingA - j >= 3 * L; j += 3 * L) {
      DoubleVector s0 = DoubleVector.fromArray(S, y, j);
      DoubleVector s1 = DoubleVector.fromArray(S, y, j + L);
      DoubleVector s2 = DoubleVector.fromArray(S, y, j + 2 * L);
      for (int k = 0, p = j; k < inner; k++, p += leadingA) {
        DoubleVector v = DoubleVector.broadcast(S, x[at + k]);
        s0 = v.fma(DoubleVector.fromArray(S, a, p), s0);
        s1 = v.fma(DoubleVector.fromArray(S, a, p + L), s1);
        s2 = v.fma(DoubleVector.fromArray(S, a, p + 2 * L), s2);
      }
      s0.intoArray(y, j);
      s1.intoArray(y, j + L);
      s2.intoArray(y, j + 2 * L);
    }
    for (; j < leadingA; j += L) {
      DoubleVector s0 = DoubleVector.fromArray(S, y, j);
      for (int k = 0, p = j; k < inner; k++, p += leadingA) {
        DoubleVector v = DoubleVector.broadcast(S, x[at + k]);
        s0 = v.fma(DoubleVector.fromArray(S, a, p), s0);
      }
      s0.intoArray(y, j);
    }
  }

  /** 4 rows from i on, 3 vectors of columns from j on. */
  private void fourByThree(double[] a, int i, double[] b, int j, double[] out) {
    int o = i * leadingB + j;
    int o1 = o + leadingB;
    int o2 = o + 2 * leadingB;
    int o3 = o + 3 * leadingB;
    DoubleVector s00 = DoubleVector.fromArray(S, out, o);
    DoubleVector s01 = DoubleVector.fromArray(S, out, o + L);
    DoubleVector s02 = DoubleVector.fromArray(S, out, o + 2 * L);
    DoubleVector s10 = DoubleVector.fromArray(S, out, o1);
    DoubleVector s11 = DoubleVector.fromArray(S, out, o1 + L);
    DoubleVector s12 = DoubleVector.fromArray(S, out, o1 + 2 * L);
    DoubleVector s20 = DoubleVector.fromArray(S, out, o2);
    DoubleVector s21 = DoubleVector.fromArray(S, out, o2 + L);
    DoubleVector s22 = DoubleVector.fromArray(S, out, o2 + 2 * L);
    DoubleVector s30 = DoubleVector.fromArray(S, out, o3);
    DoubleVector s31 = DoubleVector.fromArray(S, out, o3 + L);
    DoubleVector s32 = DoubleVector.fromArray(S, out, o3 + 2 * L);
    for (int k = 0, p = i, q = j; k < inner; k++, p += leadingA, q += leadingB) {
      DoubleVector b0 = DoubleVector.fromArray(S, b, q);
      DoubleVector b1 = DoubleVector.fromArray(S, b, q + L);
      DoubleVector b2 = DoubleVector.fromArray(S, b, q + 2 * L);
      DoubleVector a0 = DoubleVector.broadcast(S, a[p]);
      s00 = a0.fma(b0, s00);
      s01 = a0.fma(b1, s01);
      s02 = a0.fma(b2, s02);
      DoubleVector a1 = DoubleVector.broadcast(S, a[p + 1]);
      s10 = a1.fma(b0, s10);
      s11 = a1.fma(b1, s11);
      s12 = a1.fma(b2, s12);
      DoubleVector a2 = DoubleVector.broadcast(S, a[p + 2]);
      s20 = a2.fma(b0, s20);
      s21 = a2.fma(b1, s21);
      s22 = a2.fma(b2, s22);
      DoubleVector a3 = DoubleVector.broadcast(S, a[p + 3]);
      s30 = a3.fma(b0, s30);
      s31 = a3.fma(b1, s31);
      s32 = a3.fma(b2, s32);
    }
    s00.intoArray(out, o);
    s01.intoArray(out, o + L);
    s02.intoArray(out, o + 2 * L);
    s10.intoArray(out, o1);
    s11.intoArray(out, o1 + L);
    s12.intoArray(out, o1 + 2 * L);
    s20.intoArray(out, o2);
    s21.intoArray(out, o2 + L);
    s22.intoArray(out, o2 + 2 * L);
    s30.intoArray(out, o3);
    s31.intoArray(out, o3 + L);
    s32.intoArray(out, o3 + 2 * L);
  }

  /** 4 rows from i on, 2 vectors of columns from j on. */
  private void fourByTwo(double[] a, int i, double[] b, int j, double[] out) {
    int o = i * leadingB + j;
    int o1 = o + leadingB;
    int o2 = o + 2 * leadingB;
    int o3 = o + 3 * leadingB;
    DoubleVector s00 = DoubleVector.fromArray(S, out, o);
    DoubleVector s01 = DoubleVector.fromArray(S, out, o + L);
    DoubleVector s10 = DoubleVector.fromArray(S, out, o1);
    DoubleVector s11 = DoubleVector.fromArray(S, out, o1 + L);
    DoubleVector s20 = DoubleVector.fromArray(S, out, o2);
    DoubleVector s21 = DoubleVector.fromArray(S, out, o2 + L);
    DoubleVector s30 = DoubleVector.fromArray(S, out, o3);
    DoubleVector s31 = DoubleVector.fromArray(S, out, o3 + L);
    for (int k = 0, p = i, q = j; k < inner; k++, p += leadingA, q += leadingB) {
      DoubleVector b0 = DoubleVector.fromArray(S, b, q);
      DoubleVector b1 = DoubleVector.fromArray(S, b, q + L);
      DoubleVector a0 = DoubleVector.broadcast(S, a[p]);
      s00 = a0.fma(b0, s00);
      s01 = a0.fma(b1, s01);
      DoubleVector a1 = DoubleVector.broadcast(S, a[p + 1]);
      s10 = a1.fma(b0, s10);
      s11 = a1.fma(b1, s11);
      DoubleVector a2 = DoubleVector.broadcast(S, a[p + 2]);
      s20 = a2.fma(b0, s20);
      s21 = a2.fma(b1, s21);
      DoubleVector a3 = DoubleVector.broadcast(S, a[p + 3]);
      s30 = a3.fma(b0, s30);
      s31 = a3.fma(b1, s31);
    }
    s00.intoArray(out, o);
    s01.intoArray(out, o + L);
    s10.intoArray(out, o1);
    s11.intoArray(out, o1 + L);
    s20.intoArray(out, o2);
    s21.intoArray(out, o2 + L);
    s30.intoArray(out, o3);
    s31.intoArray(out, o3 + L);
  }

  /** 4 rows from i on, 1 vector of columns from j on. */
  private void fourByOne(double[] a, int i, double[] b, int j, double[] out) {
    int o = i * leadingB + j;
    int o1 = o + leadingB;
    int o2 = o + 2 * leadingB;
    int o3 = o + 3 * leadingB;
    DoubleVector s00 = DoubleVector.fromArray(S, out, o);
    DoubleVector s10 = DoubleVector.fromArray(S, out, o1);
    DoubleVector s20 = DoubleVector.fromArray(S, out, o2);
    DoubleVector s30 = DoubleVector.fromArray(S, out, o3);
    for (int k = 0, p = i, q = j; k < inner; k++, p += leadingA, q += leadingB) {
      DoubleVector b0 = DoubleVector.fromArray(S, b, q);
      DoubleVector a0 = DoubleVector.broadcast(S, a[p]);
      s00 = a0.fma(b0, s00);
      DoubleVector a1 = DoubleVector.broadcast(S, a[p + 1]);
      s10 = a1.fma(b0, s10);
      DoubleVector a2 = DoubleVector.broadcast(S, a[p + 2]);
      s20 = a2.fma(b0, s20);
      DoubleVector a3 = DoubleVector.broadcast(S, a[p + 3]);
      s30 = a3.fma(b0, s30);
    }
    s00.intoArray(out, o);
    s10.intoArray(out, o1);
    s20.intoArray(out, o2);
    s30.intoArray(out, o3);
  }

  /** 2 rows from i on, 3 vectors of columns from j on. */
  private void twoByThree(double[] a, int i, double[] b, int j, double[] out) {
    int o = i * leadingB + j;
    int o1 = o + leadingB;
    DoubleVector s00 = DoubleVector.fromArray(S, out, o);
    DoubleVector s01 = DoubleVector.fromArray(S, out, o + L);
    DoubleVector s02 = DoubleVector.fromArray(S, out, o + 2 * L);
    DoubleVector s10 = DoubleVector.fromArray(S, out, o1);
    DoubleVector s11 = DoubleVector.fromArray(S, out, o1 + L);
    DoubleVector s12 = DoubleVector.fromArray(S, out, o1 + 2 * L);
    for (int k = 0, p = i, q = j; k < inner; k++, p += leadingA, q += leadingB) {
      DoubleVector b0 = DoubleVector.fromArray(S, b, q);
      DoubleVector b1 = DoubleVector.fromArray(S, b, q + L);
      DoubleVector b2 = DoubleVector.fromArray(S, b, q + 2 * L);
      DoubleVector a0 = DoubleVector.broadcast(S, a[p]);
      s00 = a0.fma(b0, s00);
      s01 = a0.fma(b1, s01);
      s02 = a0.fma(b2, s02);
      DoubleVector a1 = DoubleVector.broadcast(S, a[p + 1]);
      s10 = a1.fma(b0, s10);
      s11 = a1.fma(b1, s11);
      s12 = a1.fma(b2, s12);
    }
    s00.intoArray(out, o);
    s01.intoArray(out, o + L);
    s02.intoArray(out, o + 2 * L);
    s10.intoArray(out, o1);
    s11.intoArray(out, o1 + L);
    s12.intoArray(out, o1 + 2 * L);
  }

  /** 2 rows from i on, 2 vectors of columns from j on. */
  private void twoByTwo(double[] a, int i, double[] b, int j, double[] out) {
    int o = i * leadingB + j;
    int o1 = o + leadingB;
    DoubleVector s00 = DoubleVector.fromArray(S, out, o);
    DoubleVector s01 = DoubleVector.fromArray(S, out, o + L);
    DoubleVector s10 = DoubleVector.fromArray(S, out, o1);
    DoubleVector s11 = DoubleVector.fromArray(S, out, o1 + L);
    for (int k = 0, p = i, q = j; k < inner; k++, p += leadingA, q += leadingB) {
      DoubleVector b0 = DoubleVector.fromArray(S, b, q);
      DoubleVector b1 = DoubleVector.fromArray(S, b, q + L);
      DoubleVector a0 = DoubleVector.broadcast(S, a[p]);
      s00 = a0.fma(b0, s00);
      s01 = a0.fma(b1, s01);
      DoubleVector a1 = DoubleVector.broadcast(S, a[p + 1]);
      s10 = a1.fma(b0, s10);
      s11 = a1.fma(b1, s11);
    }
    s00.intoArray(out, o);
    s01.intoArray(out, o + L);
    s10.intoArray(out, o1);
    s11.intoArray(out, o1 + L);
  }

  /** 2 rows from i on, 1 vector of columns from j on. */
  private void twoByOne(double[] a, int i, double[] b, int j, double[] out) {
    int o = i * leadingB + j;
    int o1 = o + leadingB;
    DoubleVector s00 = DoubleVector.fromArray(S, out, o);
    DoubleVector s10 = DoubleVector.fromArray(S, out, o1);
    for (int k = 0, p = i, q = j; k < inner; k++, p += leadingA, q += leadingB) {
      DoubleVector b0 = DoubleVector.fromArray(S, b, q);
      DoubleVector a0 = DoubleVector.broadcast(S, a[p]);
      s00 = a0.fma(b0, s00);
      DoubleVector a1 = DoubleVector.broadcast(S, a[p + 1]);
      s10 = a1.fma(b0, s10);
    }
    s00.intoArray(out, o);
    s10.intoArray(out, o1);
  }
}
