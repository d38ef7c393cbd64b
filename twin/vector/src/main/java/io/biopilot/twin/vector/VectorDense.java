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
  private final int forwardStride;
  private final int backwardStride;
  private final double[] forward;
  private final double[] backward;
  private final double[] bias;
  private final double[] zero;
  private final Span span = new Span();
  private boolean transposed;

  VectorDense(int inputs, int outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
    forwardStride = VectorKernels.padded(outputs);
    backwardStride = VectorKernels.padded(inputs);
    forward = new double[inputs * forwardStride];
    backward = new double[outputs * backwardStride];
    bias = new double[forwardStride];
    zero = new double[Math.max(forwardStride, backwardStride)];
  }

  @Override
  public void load(double[] p, int offset) {
    for (int k = 0; k < inputs; k++) {
      System.arraycopy(p, offset + k * outputs, forward, k * forwardStride, outputs);
    }
    System.arraycopy(p, offset + inputs * outputs, bias, 0, outputs);
    transposed = false;
  }

  private void transpose() {
    for (int k = 0; k < inputs; k++) {
      int o = k * forwardStride;
      for (int j = 0; j < outputs; j++) {
        backward[j * backwardStride + k] = forward[o + j];
      }
    }
    transposed = true;
  }

  @Override
  public void applyInto(int rows, double[][] x, double[][] y) {
    span.terms = inputs;
    span.stride = forwardStride;
    product(rows, x, forward, bias, y);
  }

  @Override
  public void linearInto(int rows, double[][] x, double[][] y) {
    span.terms = inputs;
    span.stride = forwardStride;
    product(rows, x, forward, zero, y);
  }

  @Override
  public void transposedInto(int rows, double[][] ybar, double[][] xbar) {
    if (!transposed) {
      transpose();
    }
    span.terms = outputs;
    span.stride = backwardStride;
    product(rows, ybar, backward, zero, xbar);
  }

  /** y[r] = b + x[r] w, the span's terms and stride being set. */
  private void product(int rows, double[][] x, double[] w, double[] b, double[][] y) {
    int r = 0;
    int vectors = span.stride / L;
    if (vectors == 1) {
      for (; r + 8 <= rows; r += 8) {
        span.row = r;
        span.column = 0;
        TileProducts.eightByOne(span, x, w, b, y);
      }
    } else {
      for (; r + 4 <= rows; r += 4) {
        tileRows(r, vectors, x, w, b, y);
      }
    }
    for (; r < rows; r++) {
      row(vectors, x[r], w, b, y[r]);
    }
  }

  private void tileRows(int r, int vectors, double[][] x, double[] w, double[] b, double[][] y) {
    span.row = r;
    int v = 0;
    if (MANY_REGISTERS) {
      for (; v + 4 <= vectors; v += 4) {
        span.column = v * L;
        TileProducts.fourByFour(span, x, w, b, y);
      }
    }
    for (; v + 2 <= vectors; v += 2) {
      span.column = v * L;
      TileProducts.fourByTwo(span, x, w, b, y);
    }
    if (v < vectors) {
      for (int i = r; i < r + 4; i++) {
        RowProducts.one(span.terms, x[i], w, span.stride, v * L, b, y[i]);
      }
    }
  }

  private void row(int vectors, double[] x, double[] w, double[] b, double[] y) {
    int terms = span.terms;
    int stride = span.stride;
    int v = 0;
    for (; v + 8 <= vectors; v += 8) {
      RowProducts.eight(terms, x, w, stride, v * L, b, y);
    }
    for (; v + 4 <= vectors; v += 4) {
      RowProducts.four(terms, x, w, stride, v * L, b, y);
    }
    for (; v + 2 <= vectors; v += 2) {
      RowProducts.two(terms, x, w, stride, v * L, b, y);
    }
    for (; v < vectors; v++) {
      RowProducts.one(terms, x, w, stride, v * L, b, y);
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
