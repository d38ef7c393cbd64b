package io.biopilot.mpc.transcription;

/**
 * out = A B for small row-major matrices: A with its own leading dimension, B and out with one that
 * is a multiple of four and zero padding.
 */
final class PaddedProduct {

  private final int rows;
  private final int inner;
  private final int leadingA;
  private final int columns;

  /**
   * @param columns of B and out, a multiple of four, also their leading dimension
   */
  PaddedProduct(int rows, int inner, int leadingA, int columns) {
    this.rows = rows;
    this.inner = inner;
    this.leadingA = leadingA;
    this.columns = columns;
  }

  void into(double[] a, double[] b, double[] out) {
    int i = 0;
    for (; i + 1 < rows; i += 2) {
      for (int j = 0; j < columns; j += 4) {
        pair(a, i, b, j, out);
      }
    }
    if (i < rows) {
      for (int j = 0; j < columns; j += 4) {
        single(a, i, b, j, out);
      }
    }
  }

  private void pair(double[] a, int i, double[] b, int j, double[] out) {
    double c00 = 0.0, c01 = 0.0, c02 = 0.0, c03 = 0.0;
    double c10 = 0.0, c11 = 0.0, c12 = 0.0, c13 = 0.0;
    int p = i * leadingA;
    int p1 = p + leadingA;
    for (int k = 0, q = j; k < inner; k++, q += columns) {
      double a0 = a[p + k];
      double a1 = a[p1 + k];
      double b0 = b[q];
      double b1 = b[q + 1];
      double b2 = b[q + 2];
      double b3 = b[q + 3];
      c00 = Math.fma(a0, b0, c00);
      c01 = Math.fma(a0, b1, c01);
      c02 = Math.fma(a0, b2, c02);
      c03 = Math.fma(a0, b3, c03);
      c10 = Math.fma(a1, b0, c10);
      c11 = Math.fma(a1, b1, c11);
      c12 = Math.fma(a1, b2, c12);
      c13 = Math.fma(a1, b3, c13);
    }
    int o = i * columns + j;
    out[o] = c00;
    out[o + 1] = c01;
    out[o + 2] = c02;
    out[o + 3] = c03;
    o += columns;
    out[o] = c10;
    out[o + 1] = c11;
    out[o + 2] = c12;
    out[o + 3] = c13;
  }

  private void single(double[] a, int i, double[] b, int j, double[] out) {
    double c0 = 0.0, c1 = 0.0, c2 = 0.0, c3 = 0.0;
    int p = i * leadingA;
    for (int k = 0, q = j; k < inner; k++, q += columns) {
      double a0 = a[p + k];
      c0 = Math.fma(a0, b[q], c0);
      c1 = Math.fma(a0, b[q + 1], c1);
      c2 = Math.fma(a0, b[q + 2], c2);
      c3 = Math.fma(a0, b[q + 3], c3);
    }
    int o = i * columns + j;
    out[o] = c0;
    out[o + 1] = c1;
    out[o + 2] = c2;
    out[o + 3] = c3;
  }
}
