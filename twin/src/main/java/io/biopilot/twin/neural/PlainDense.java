package io.biopilot.twin.neural;

import java.util.Arrays;

/**
 * A layer's weights as one array a column of the product at hand. Four columns are accumulated at
 * once ({@code y += c₀x₀ + c₁x₁ + c₂x₂ + c₃x₃}): C2 vectorises that over separate arrays, but
 * neither over a flat array with an offset nor over eight columns. Narrow products are sums of
 * eight scalar dot products instead.
 */
final class PlainDense implements Kernels.Dense {
  /** Up to this many results a product is done as dot products. */
  private static final int NARROW = 12;

  private final int inputs;
  private final int outputs;
  private final double[][] fromInput;
  private final double[][] fromOutput;
  private final double[] bias;
  private final double[] wide;
  private final double[] gathered = new double[96];
  private boolean transposed;

  PlainDense(int inputs, int outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
    fromInput = new double[inputs][outputs];
    fromOutput = new double[outputs][inputs];
    bias = new double[outputs];
    wide = new double[Math.max(inputs, outputs)];
  }

  @Override
  public void load(double[] p, int offset) {
    for (int k = 0; k < inputs; k++) {
      System.arraycopy(p, offset + k * outputs, fromInput[k], 0, outputs);
    }
    System.arraycopy(p, offset + inputs * outputs, bias, 0, outputs);
    transposed = false;
    if (outputs <= NARROW) {
      transpose();
    }
  }

  private void transpose() {
    for (int k = 0; k < inputs; k++) {
      double[] row = fromInput[k];
      for (int j = 0; j < outputs; j++) {
        fromOutput[j][k] = row[j];
      }
    }
    transposed = true;
  }

  @Override
  public void applyInto(int rows, double[][] x, double[][] y) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(bias, 0, y[r], 0, outputs);
      accumulate(outputs, inputs, fromInput, fromOutput, x[r], y[r]);
    }
  }

  @Override
  public void linearInto(int rows, double[][] x, double[][] y) {
    for (int r = 0; r < rows; r++) {
      Arrays.fill(y[r], 0, outputs, 0.0);
      accumulate(outputs, inputs, fromInput, fromOutput, x[r], y[r]);
    }
  }

  @Override
  public void transposedInto(int rows, double[][] ybar, double[][] xbar) {
    if (!transposed) {
      transpose();
    }
    for (int r = 0; r < rows; r++) {
      Arrays.fill(xbar[r], 0, inputs, 0.0);
      accumulate(inputs, outputs, fromOutput, fromInput, ybar[r], xbar[r]);
    }
  }

  /** y += Σₖ x[k] columns[k], with dots[i][k] = columns[k][i]; n results, m terms. */
  private static void accumulate(
      int n, int m, double[][] columns, double[][] dots, double[] x, double[] y) {
    if (n <= NARROW) {
      int i = 0;
      for (; i + 8 <= n; i += 8) {
        addEightDots(m, dots, i, x, y);
      }
      for (; i < n; i++) {
        y[i] += dot(m, dots[i], x);
      }
      return;
    }
    int k = 0;
    for (; k + 4 <= m; k += 4) {
      addFour(n, y, x, k, columns, k);
    }
    for (; k < m; k++) {
      addOne(n, y, x[k], columns[k]);
    }
  }

  /** y += x[k] columns[c] + … + x[k+3] columns[c+3]. */
  private static void addFour(int n, double[] y, double[] x, int k, double[][] columns, int c) {
    double x0 = x[k];
    double x1 = x[k + 1];
    double x2 = x[k + 2];
    double x3 = x[k + 3];
    double[] c0 = columns[c];
    double[] c1 = columns[c + 1];
    double[] c2 = columns[c + 2];
    double[] c3 = columns[c + 3];
    for (int i = 0; i < n; i++) {
      y[i] =
          Math.fma(x3, c3[i], Math.fma(x2, c2[i], Math.fma(x1, c1[i], Math.fma(x0, c0[i], y[i]))));
    }
  }

  private static void addOne(int n, double[] y, double x, double[] c) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.fma(x, c[i], y[i]);
    }
  }

  private static double dot(int m, double[] row, double[] x) {
    double even = 0.0;
    double odd = 0.0;
    int k = 0;
    for (; k + 2 <= m; k += 2) {
      even = Math.fma(row[k], x[k], even);
      odd = Math.fma(row[k + 1], x[k + 1], odd);
    }
    return k < m ? even + Math.fma(row[k], x[k], odd) : even + odd;
  }

  private static void addEightDots(int m, double[][] rows, int i, double[] x, double[] y) {
    double[] r0 = rows[i];
    double[] r1 = rows[i + 1];
    double[] r2 = rows[i + 2];
    double[] r3 = rows[i + 3];
    double[] r4 = rows[i + 4];
    double[] r5 = rows[i + 5];
    double[] r6 = rows[i + 6];
    double[] r7 = rows[i + 7];
    double s0 = y[i];
    double s1 = y[i + 1];
    double s2 = y[i + 2];
    double s3 = y[i + 3];
    double s4 = y[i + 4];
    double s5 = y[i + 5];
    double s6 = y[i + 6];
    double s7 = y[i + 7];
    for (int k = 0; k < m; k++) {
      double v = x[k];
      s0 = Math.fma(r0[k], v, s0);
      s1 = Math.fma(r1[k], v, s1);
      s2 = Math.fma(r2[k], v, s2);
      s3 = Math.fma(r3[k], v, s3);
      s4 = Math.fma(r4[k], v, s4);
      s5 = Math.fma(r5[k], v, s5);
      s6 = Math.fma(r6[k], v, s6);
      s7 = Math.fma(r7[k], v, s7);
    }
    y[i] = s0;
    y[i + 1] = s1;
    y[i + 2] = s2;
    y[i + 3] = s3;
    y[i + 4] = s4;
    y[i + 5] = s5;
    y[i + 6] = s6;
    y[i + 7] = s7;
  }

  @Override
  public void addGradient(int rows, double[][] x, double[][] ybar, double[] pbar, int offset) {
    if (rows == 1) {
      addOuter(x[0], ybar[0], pbar, offset);
    } else if (outputs >= inputs) {
      for (int k = 0; k < inputs; k++) {
        sumRows(rows, outputs, ybar, x, k);
        int o = offset + k * outputs;
        for (int j = 0; j < outputs; j++) {
          pbar[o + j] += wide[j];
        }
      }
    } else {
      for (int j = 0; j < outputs; j++) {
        sumRows(rows, inputs, x, ybar, j);
        int o = offset + j;
        for (int k = 0; k < inputs; k++) {
          pbar[o + k * outputs] += wide[k];
        }
      }
    }
    int o = offset + inputs * outputs;
    for (int r = 0; r < rows; r++) {
      double[] row = ybar[r];
      for (int j = 0; j < outputs; j++) {
        pbar[o + j] += row[j];
      }
    }
  }

  /** wide = Σᵣ factors[r][f] rowsOf[r]. */
  private void sumRows(int rows, int n, double[][] rowsOf, double[][] factors, int f) {
    double[] sum = wide;
    Arrays.fill(sum, 0, n, 0.0);
    double[] column = gathered;
    for (int begin = 0; begin < rows; begin += column.length) {
      int count = Math.min(column.length, rows - begin);
      for (int r = 0; r < count; r++) {
        column[r] = factors[begin + r][f];
      }
      int r = 0;
      for (; r + 4 <= count; r += 4) {
        addFour(n, sum, column, r, rowsOf, begin + r);
      }
      for (; r < count; r++) {
        addOne(n, sum, column[r], rowsOf[begin + r]);
      }
    }
  }

  private void addOuter(double[] x, double[] ybar, double[] pbar, int offset) {
    for (int k = 0; k < inputs; k++) {
      double v = x[k];
      int o = offset + k * outputs;
      for (int j = 0; j < outputs; j++) {
        pbar[o + j] = Math.fma(v, ybar[j], pbar[o + j]);
      }
    }
  }
}
