package io.biopilot.twin.linalg;

import java.util.Arrays;

/** Products with Aᵀ in tiles of 2 × 4; the padding spares every special edge. */
final class PlainTransposed implements Panels.Transposed {

  private final int inner;
  private final int rows;
  private final int leadingA;
  private final int leadingB;
  private final PlainTile tile;

  PlainTransposed(int inner, int rows, int columns) {
    this.inner = inner;
    this.rows = rows;
    this.leadingA = Panels.padded(rows);
    this.leadingB = Panels.padded(columns);
    this.tile = new PlainTile(inner, 1, leadingA, leadingB);
  }

  @Override
  public void into(double[] a, double[] b, double[] out) {
    Arrays.fill(out, 0, Panels.even(rows) * leadingB, 0.0);
    for (int i = 0; i < rows; i += 2) {
      for (int j = 0; j < leadingB; j += 4) {
        tile.add(a, i, i + 1, b, j, out);
      }
    }
  }

  @Override
  public void addLower(double[] a, double[] b, double[] out) {
    for (int i = 0; i < rows; i += 2) {
      for (int j = 0; j <= i + 1; j += 4) {
        tile.add(a, i, i + 1, b, j, out);
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
}
