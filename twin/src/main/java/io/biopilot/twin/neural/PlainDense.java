package io.biopilot.twin.neural;

import java.util.Arrays;

/**
 * A layer's weights as one array a column of the product at hand, accumulated by {@link
 * FusedColumns}. Narrow products are sums of eight scalar dot products instead.
 */
final class PlainDense implements Kernels.Dense {
  /** Up to this many results a product is done as dot products. */
  private static final int NARROW = 12;

  /** From so many terms on, three points are done together. */
  private static final int LONG = 24;

  private final int inputs;
  private final int outputs;
  private final double[][] fromInput;
  private final double[][] fromOutput;
  private final double[] bias;

  /** Three sums of a gradient, as long as the wider side. */
  private final double[][] sums;

  private final double[] factors = new double[18];
  private final double[] gathered = new double[48];
  private boolean transposed;

  PlainDense(int inputs, int outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
    fromInput = new double[inputs][outputs];
    fromOutput = new double[outputs][inputs];
    bias = new double[outputs];
    sums = new double[3][Math.max(inputs, outputs)];
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
    }
    accumulate(rows, outputs, inputs, fromInput, fromOutput, x, y);
  }

  @Override
  public void linearInto(int rows, double[][] x, double[][] y) {
    for (int r = 0; r < rows; r++) {
      Arrays.fill(y[r], 0, outputs, 0.0);
    }
    accumulate(rows, outputs, inputs, fromInput, fromOutput, x, y);
  }

  @Override
  public void transposedInto(int rows, double[][] ybar, double[][] xbar) {
    if (!transposed) {
      transpose();
    }
    for (int r = 0; r < rows; r++) {
      Arrays.fill(xbar[r], 0, inputs, 0.0);
    }
    accumulate(rows, inputs, outputs, fromOutput, fromInput, ybar, xbar);
  }

  /** y[r] += Σₖ x[r][k] columns[k], with dots[i][k] = columns[k][i]; n results, m terms. */
  private void accumulate(
      int rows, int n, int m, double[][] columns, double[][] dots, double[][] x, double[][] y) {
    int r = 0;
    if (n > NARROW && m >= LONG) {
      for (; r + 3 <= rows; r += 3) {
        threeRows(r, n, m, columns, x, y);
      }
    }
    for (; r < rows; r++) {
      if (n > NARROW) {
        FusedColumns.add(n, y[r], x[r], 0, columns, 0, m);
      } else {
        narrow(n, m, dots, x[r], y[r]);
      }
    }
  }

  private void threeRows(int r, int n, int m, double[][] columns, double[][] x, double[][] y) {
    int k = 0;
    for (; k + 6 <= m; k += 6) {
      System.arraycopy(x[r], k, factors, 0, 6);
      System.arraycopy(x[r + 1], k, factors, 6, 6);
      System.arraycopy(x[r + 2], k, factors, 12, 6);
      FusedColumns.addSixToThree(n, y, r, factors, columns, k);
    }
    for (int i = r; i < r + 3; i++) {
      FusedColumns.add(n, y[i], x[i], k, columns, k, m - k);
    }
  }

  private static void narrow(int n, int m, double[][] dots, double[] x, double[] y) {
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      addEightDots(m, dots, i, x, y);
    }
    for (; i < n; i++) {
      y[i] += dot(m, dots[i], x);
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
      for (int k = 0; k < inputs; k += 3) {
        int count = Math.min(3, inputs - k);
        for (int i = 0; i < count; i++) {
          System.arraycopy(pbar, offset + (k + i) * outputs, sums[i], 0, outputs);
        }
        sumRows(rows, outputs, ybar, x, k, count);
        for (int i = 0; i < count; i++) {
          System.arraycopy(sums[i], 0, pbar, offset + (k + i) * outputs, outputs);
        }
      }
    } else {
      for (int j = 0; j < outputs; j += 3) {
        int count = Math.min(3, outputs - j);
        for (int i = 0; i < count; i++) {
          Arrays.fill(sums[i], 0, inputs, 0.0);
        }
        sumRows(rows, inputs, x, ybar, j, count);
        for (int i = 0; i < count; i++) {
          addColumn(sums[i], pbar, offset + j + i);
        }
      }
    }
    int o = offset + inputs * outputs;
    System.arraycopy(pbar, o, sums[0], 0, outputs);
    FusedColumns.addRows(outputs, sums[0], ybar, rows);
    System.arraycopy(sums[0], 0, pbar, o, outputs);
  }

  private void addColumn(double[] sum, double[] pbar, int begin) {
    for (int k = 0, o = begin; k < inputs; k++, o += outputs) {
      pbar[o] += sum[k];
    }
  }

  /** sums[i] += Σᵣ of[r][f + i] rowsOf[r], i below count (at most 3). */
  private void sumRows(int rows, int n, double[][] rowsOf, double[][] of, int f, int count) {
    int r = 0;
    if (count == 3) {
      for (; r + 6 <= rows; r += 6) {
        for (int j = 0; j < 6; j++) {
          double[] row = of[r + j];
          factors[j] = row[f];
          factors[6 + j] = row[f + 1];
          factors[12 + j] = row[f + 2];
        }
        FusedColumns.addSixToThree(n, sums, 0, factors, rowsOf, r);
      }
    }
    for (int i = 0; i < count; i++) {
      for (int begin = r; begin < rows; begin += gathered.length) {
        int length = Math.min(gathered.length, rows - begin);
        for (int j = 0; j < length; j++) {
          gathered[j] = of[begin + j][f + i];
        }
        FusedColumns.add(n, sums[i], gathered, 0, rowsOf, begin, length);
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
