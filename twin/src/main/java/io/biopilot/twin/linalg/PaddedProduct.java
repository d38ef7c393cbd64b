package io.biopilot.twin.linalg;

import java.util.Arrays;

/**
 * out = A B for small row-major matrices: A with its own leading dimension, B and out with one that
 * is a multiple of four and zero padded. Each sum runs over the inner index in its order.
 */
public final class PaddedProduct {

  private final int rows;
  private final int columns;
  private final PlainTile tile;

  /**
   * @param columns of B and out, a multiple of four, also their leading dimension
   */
  public PaddedProduct(int rows, int inner, int leadingA, int columns) {
    this.rows = rows;
    this.columns = columns;
    tile = new PlainTile(inner, leadingA, 1, columns);
  }

  public void into(double[] a, double[] b, double[] out) {
    Arrays.fill(out, 0, rows * columns, 0.0);
    for (int i = 0; i < rows; i += 2) {
      int next = Math.min(i + 1, rows - 1);
      for (int j = 0; j < columns; j += 4) {
        tile.add(a, i, next, b, j, out);
      }
    }
  }
}
