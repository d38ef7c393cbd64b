package io.biopilot.twin.vector;

import io.biopilot.twin.neural.Kernels;
import jdk.incubator.vector.DoubleVector;

/**
 * A layer's weights twice: rows by input for forward products, rows by output for backward ones.
 */
final class VectorDense implements Kernels.Dense {
  private static final int L = DoubleVector.SPECIES_PREFERRED.length();

  /** AVX-512 and NEON have 32 vector registers, AVX2 has 16. */
  private static final boolean MANY_REGISTERS = L != 4;

  private final int inputs;
  private final int outputs;
  private final ColumnPanels forward;
  private final ColumnPanels backward;
  private final double[] bias;
  private final double[] zero;
  private final Span span = new Span();
  private boolean transposed;

  VectorDense(int inputs, int outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
    forward = new ColumnPanels(inputs, outputs);
    backward = new ColumnPanels(outputs, inputs);
    bias = new double[VectorKernels.padded(outputs)];
    zero = new double[VectorKernels.padded(Math.max(inputs, outputs))];
  }

  @Override
  public void load(double[] p, int offset) {
    for (int k = 0; k < inputs; k++) {
      forward.setRow(k, p, offset + k * outputs);
    }
    System.arraycopy(p, offset + inputs * outputs, bias, 0, outputs);
    transposed = false;
  }

  @Override
  public void applyInto(int rows, double[][] x, double[][] y) {
    product(rows, x, forward, bias, y);
  }

  @Override
  public void linearInto(int rows, double[][] x, double[][] y) {
    product(rows, x, forward, zero, y);
  }

  @Override
  public void transposedInto(int rows, double[][] ybar, double[][] xbar) {
    if (!transposed) {
      backward.setTransposed(forward);
      transposed = true;
    }
    product(rows, ybar, backward, zero, xbar);
  }

  /** y[r] = b + x[r] w. */
  private void product(int rows, double[][] x, ColumnPanels w, double[] b, double[][] y) {
    if (rows == 1) {
      row(x[0], w, b, y[0]);
      return;
    }
    span.terms = w.terms;
    int r = 0;
    if (w.count == 1 && w.vectors[0] == 1) {
      at(w, 0, 0);
      for (; r + 8 <= rows; r += 8) {
        span.row = r;
        TileProducts.eightByOne(span, x, w.data, b, y);
      }
    } else {
      for (; r + 4 <= rows; r += 4) {
        span.row = r;
        tileRows(r, x, w, b, y);
      }
    }
    for (; r < rows; r++) {
      row(x[r], w, b, y[r]);
    }
  }

  private void tileRows(int r, double[][] x, ColumnPanels w, double[] b, double[][] y) {
    for (int p = 0; p < w.count; p++) {
      at(w, p, 0);
      switch (w.vectors[p]) {
        case 4 -> {
          if (MANY_REGISTERS) {
            TileProducts.fourByFour(span, x, w.data, b, y);
          } else {
            TileProducts.fourByTwoOfFour(span, x, w.data, b, y);
            at(w, p, 2);
            TileProducts.fourByTwoOfFour(span, x, w.data, b, y);
          }
        }
        case 2 -> TileProducts.fourByTwo(span, x, w.data, b, y);
        default -> {
          for (int i = r; i < r + 4; i++) {
            RowProducts.one(w.terms, x[i], w.data, w.start[p], w.column[p], b, y[i]);
          }
        }
      }
    }
  }

  private void at(ColumnPanels w, int panel, int vector) {
    span.start = w.start[panel] + vector * L;
    span.column = w.column[panel] + vector * L;
  }

  private static void row(double[] x, ColumnPanels w, double[] b, double[] y) {
    int terms = w.terms;
    int j = 0;
    for (int left = w.pairs; left > 0; left--) {
      RowProducts.eight(terms, x, w.data, terms * j, j, b, y);
      j += 8 * L;
    }
    if (w.rest == 0) {
      return;
    }
    if ((w.rest & 4) != 0) {
      RowProducts.four(terms, x, w.data, terms * j, j, b, y);
      j += 4 * L;
    }
    if ((w.rest & 2) != 0) {
      RowProducts.two(terms, x, w.data, terms * j, j, b, y);
      j += 2 * L;
    }
    if ((w.rest & 1) != 0) {
      RowProducts.one(terms, x, w.data, terms * j, j, b, y);
    }
  }

  @Override
  public void addGradient(int rows, double[][] x, double[][] ybar, double[] pbar, int offset) {
    span.stride = outputs;
    int vectors = outputs / L;
    if (rows == 1) {
      outer(vectors, x[0], ybar[0], pbar, offset);
    } else {
      tiles(rows, vectors, x, ybar, pbar, offset);
    }
    for (int j = vectors * L; j < outputs; j++) {
      for (int r = 0; r < rows; r++) {
        double d = ybar[r][j];
        for (int k = 0; k < inputs; k++) {
          pbar[offset + k * outputs + j] += x[r][k] * d;
        }
      }
    }
    addBias(rows, vectors, ybar, pbar, offset + inputs * outputs);
  }

  private void addBias(int rows, int vectors, double[][] ybar, double[] pbar, int offset) {
    span.terms = rows;
    int v = 0;
    for (; v + 4 <= vectors; v += 4) {
      span.column = v * L;
      TileGradients.sumFour(span, ybar, pbar, offset);
    }
    for (; v < vectors; v++) {
      span.column = v * L;
      TileGradients.sumOne(span, ybar, pbar, offset);
    }
    for (int j = vectors * L; j < outputs; j++) {
      for (int r = 0; r < rows; r++) {
        pbar[offset + j] += ybar[r][j];
      }
    }
  }

  private void outer(int vectors, double[] x, double[] ybar, double[] pbar, int offset) {
    span.terms = inputs;
    int v = 0;
    for (; v + 8 <= vectors; v += 8) {
      span.column = v * L;
      TileGradients.outerEight(span, x, ybar, pbar, offset);
    }
    for (; v < vectors; v++) {
      span.column = v * L;
      TileGradients.outerOne(span, x, ybar, pbar, offset);
    }
  }

  private void tiles(
      int rows, int vectors, double[][] x, double[][] ybar, double[] pbar, int offset) {
    span.terms = rows;
    int v = 0;
    while (v < vectors) {
      span.column = v * L;
      int width = MANY_REGISTERS && v + 4 <= vectors ? 4 : v + 2 <= vectors ? 2 : 1;
      int height = width == 1 ? 8 : 4;
      int k = 0;
      for (; k + height <= inputs; k += height) {
        span.row = k;
        switch (width) {
          case 4 -> TileGradients.fourByFour(span, x, ybar, pbar, offset);
          case 2 -> TileGradients.fourByTwo(span, x, ybar, pbar, offset);
          default -> TileGradients.eightByOne(span, x, ybar, pbar, offset);
        }
      }
      for (; k < inputs; k++) {
        span.row = k;
        for (int i = 0; i < width; i++) {
          span.column = (v + i) * L;
          TileGradients.oneByOne(span, x, ybar, pbar, offset);
        }
        span.column = v * L;
      }
      v += width;
    }
  }
}
