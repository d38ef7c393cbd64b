package io.biopilot.twin.linalg;

/**
 * Products with Aᵀ in tiles of 2 × 4 held in registers: eight accumulators keep both multiply-add
 * units busy at a latency of four cycles, and the padding spares every special edge.
 */
final class PlainTransposed implements Panels.Transposed {

  private final int inner;
  private final int rows;
  private final int columns;
  private final int leadingA;
  private final int leadingB;

  PlainTransposed(int inner, int rows, int columns) {
    this.inner = inner;
    this.rows = rows;
    this.columns = columns;
    this.leadingA = Panels.padded(rows);
    this.leadingB = Panels.padded(columns);
  }

  @Override
  public void into(double[] a, double[] b, double[] out) {
    for (int i = 0; i < rows; i += 2) {
      for (int j = 0; j < columns; j += 4) {
        tile(a, i, b, j, out);
      }
    }
  }

  @Override
  public void addLower(double[] a, double[] b, double[] out) {
    for (int i = 0; i < rows; i += 2) {
      for (int j = 0; j <= i + 1; j += 4) {
        addTile(a, i, b, j, out);
      }
    }
  }

  @Override
  public void addTimes(double[] a, double[] x, int at, double[] y) {
    for (int j = 0; j < leadingA; j += 4) {
      double s0 = y[j], s1 = y[j + 1], s2 = y[j + 2], s3 = y[j + 3];
      for (int k = 0, p = j; k < inner; k++, p += leadingA) {
        double v = x[at + k];
        s0 = Math.fma(a[p], v, s0);
        s1 = Math.fma(a[p + 1], v, s1);
        s2 = Math.fma(a[p + 2], v, s2);
        s3 = Math.fma(a[p + 3], v, s3);
      }
      y[j] = s0;
      y[j + 1] = s1;
      y[j + 2] = s2;
      y[j + 3] = s3;
    }
  }

  private void tile(double[] a, int i, double[] b, int j, double[] out) {
    double c00 = 0.0, c01 = 0.0, c02 = 0.0, c03 = 0.0;
    double c10 = 0.0, c11 = 0.0, c12 = 0.0, c13 = 0.0;
    for (int k = 0, p = i, q = j; k < inner; k++, p += leadingA, q += leadingB) {
      double a0 = a[p];
      double a1 = a[p + 1];
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
    int o = i * leadingB + j;
    out[o] = c00;
    out[o + 1] = c01;
    out[o + 2] = c02;
    out[o + 3] = c03;
    o += leadingB;
    out[o] = c10;
    out[o + 1] = c11;
    out[o + 2] = c12;
    out[o + 3] = c13;
  }

  private void addTile(double[] a, int i, double[] b, int j, double[] out) {
    int o = i * leadingB + j;
    int o1 = o + leadingB;
    double c00 = out[o], c01 = out[o + 1], c02 = out[o + 2], c03 = out[o + 3];
    double c10 = out[o1], c11 = out[o1 + 1], c12 = out[o1 + 2], c13 = out[o1 + 3];
    for (int k = 0, p = i, q = j; k < inner; k++, p += leadingA, q += leadingB) {
      double a0 = a[p];
      double a1 = a[p + 1];
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
    out[o] = c00;
    out[o + 1] = c01;
    out[o + 2] = c02;
    out[o + 3] = c03;
    out[o1] = c10;
    out[o1 + 1] = c11;
    out[o1 + 2] = c12;
    out[o1 + 3] = c13;
  }
}
