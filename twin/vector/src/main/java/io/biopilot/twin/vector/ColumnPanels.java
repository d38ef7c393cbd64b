package io.biopilot.twin.vector;

import jdk.incubator.vector.DoubleVector;

/**
 * A matrix (terms × columns) cut into panels of four, two and one vectors of columns, each stored
 * row by row on its own: within a panel the rows lie one after the other, at a distance that its
 * kernel knows when it is compiled. Columns are padded with zeros to whole vectors.
 */
final class ColumnPanels {
  private static final int L = DoubleVector.SPECIES_PREFERRED.length();

  /** Rows of the matrix: length of the sums. */
  final int terms;

  /** Pairs of panels of four, which come first. */
  final int pairs;

  /** Vectors of columns beside the pairs; each bit that is set (4, 2, 1) is a panel. */
  final int rest;

  final int count;
  final double[] data;

  /** Where each panel begins in the data. */
  final int[] start;

  /** Vectors of columns in each panel, and the first of these columns. */
  final int[] vectors;

  final int[] column;

  private final int columns;

  ColumnPanels(int terms, int columns) {
    this.terms = terms;
    this.columns = columns;
    int left = VectorKernels.padded(columns) / L;
    pairs = left / 8;
    rest = left % 8;
    count = left / 4 + Integer.bitCount(left % 4);
    data = new double[terms * left * L];
    start = new int[count];
    vectors = new int[count];
    column = new int[count];
    int from = 0;
    for (int p = 0; p < count; p++) {
      vectors[p] = Math.min(4, Integer.highestOneBit(left));
      column[p] = from;
      start[p] = terms * from;
      from += vectors[p] * L;
      left -= vectors[p];
    }
  }

  /** Takes row k from the array, where its numbers are one after the other from the offset on. */
  void setRow(int k, double[] from, int offset) {
    for (int p = 0; p < count; p++) {
      int width = vectors[p] * L;
      int length = Math.min(width, columns - column[p]);
      if (length > 0) {
        System.arraycopy(from, offset + column[p], data, start[p] + k * width, length);
      }
    }
  }

  /** Takes the transpose of the other, which has as many rows as this has columns. */
  void setTransposed(ColumnPanels other) {
    for (int p = 0; p < count; p++) {
      int width = vectors[p] * L;
      int end = Math.min(width, columns - column[p]);
      for (int c = 0; c < end; c++) {
        other.copyRow(column[p] + c, data, start[p] + c, width);
      }
    }
  }

  /** Row k into the array from the offset on, its numbers {@code distance} apart. */
  private void copyRow(int k, double[] to, int offset, int distance) {
    for (int p = 0; p < count; p++) {
      int width = vectors[p] * L;
      int from = start[p] + k * width;
      int end = Math.min(width, columns - column[p]);
      int o = offset + column[p] * distance;
      for (int i = 0; i < end; i++) {
        to[o + i * distance] = data[from + i];
      }
    }
  }
}
