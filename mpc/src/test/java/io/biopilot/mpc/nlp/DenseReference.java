package io.biopilot.mpc.nlp;

import java.util.Arrays;

/**
 * An independent solver for small problems with hard limits: eliminates the states, then maximises
 * the dual one price at a time (Hildreth, Naval Res. Logist. Q. 4 (1957) 79). Slow and simple.
 */
final class DenseReference {

  private final StageQp qp;
  private final int size;
  private final double[][] map; // z = map · u + start, one row a variable
  private final double[] start;

  private DenseReference(StageQp qp) {
    this.qp = qp;
    StageShape s = qp.shape();
    size = s.totalVariables() - s.totalStates();
    map = new double[s.totalVariables()][size];
    start = new double[s.totalVariables()];
    System.arraycopy(qp.initial(), 0, start, 0, s.states(0));
    int control = 0;
    for (int k = 0; k < s.stages(); k++) {
      for (int i = s.states(k); i < s.variables(k); i++) {
        map[s.variableOffset(k) + i][control++] = 1.0;
      }
      int from = s.parent(k + 1);
      int zo = s.variableOffset(from);
      for (int n = 0; n < s.states(k + 1); n++) {
        int target = s.variableOffset(k + 1) + n;
        start[target] = qp.offset(k)[n];
        for (int j = 0; j < s.variables(from); j++) {
          double t = qp.transition(k)[n * s.leading(from) + j];
          start[target] += t * start[zo + j];
          for (int c = 0; c < size; c++) {
            map[target][c] += t * map[zo + j][c];
          }
        }
      }
    }
  }

  /** The minimiser's z after the given number of sweeps over all prices. */
  static double[] solve(StageQp qp, int sweeps) {
    return new DenseReference(qp).run(sweeps);
  }

  private double[] run(int sweeps) {
    double[][] hessian = new double[size][size + 1];
    StageShape s = qp.shape();
    for (int k = 0; k <= s.stages(); k++) {
      for (int i = 0; i < s.variables(k); i++) {
        int zi = s.variableOffset(k) + i;
        double linear = qp.gradient(k)[i];
        for (int j = 0; j < s.variables(k); j++) {
          int zj = s.variableOffset(k) + j;
          double h = qp.hessian(k)[Math.max(i, j) * s.leading(k) + Math.min(i, j)];
          linear += h * start[zj];
          for (int c = 0; h != 0.0 && c < size; c++) {
            for (int d = 0; d < size; d++) {
              hessian[c][d] += h * map[zi][c] * map[zj][d];
            }
          }
        }
        for (int c = 0; c < size; c++) {
          hessian[c][size] += linear * map[zi][c];
        }
      }
    }
    return ascend(hessian, sweeps);
  }

  private double[] ascend(double[][] hessian, int sweeps) {
    int sides = 2 * map.length;
    double[][] row = new double[sides][];
    double[][] response = new double[sides][];
    double[] gap = new double[sides];
    double[] u = solveDense(hessian, column(hessian, -1.0));
    for (int m = qp.shape().states(0); m < map.length; m++) {
      gap[2 * m] = start[m] - qp.lower()[m];
      gap[2 * m + 1] = qp.upper()[m] - start[m];
      row[2 * m] = map[m];
      row[2 * m + 1] = Arrays.stream(map[m]).map(v -> -v).toArray();
      for (int side = 2 * m; side <= 2 * m + 1; side++) {
        if (gap[side] < Double.POSITIVE_INFINITY) {
          response[side] = solveDense(hessian, row[side]);
        }
      }
    }
    double[] price = new double[sides];
    for (int sweep = 0; sweep < sweeps; sweep++) {
      for (int side = 0; side < sides; side++) {
        if (response[side] != null) {
          double value = gap[side] + dot(row[side], u);
          double change = Math.max(-value / dot(row[side], response[side]), -price[side]);
          price[side] += change;
          for (int c = 0; c < size; c++) {
            u[c] += change * response[side][c];
          }
        }
      }
    }
    double[] z = start.clone();
    for (int m = 0; m < z.length; m++) {
      z[m] += dot(map[m], u);
    }
    return z;
  }

  private double[] column(double[][] hessian, double scale) {
    double[] result = new double[size];
    for (int c = 0; c < size; c++) {
      result[c] = scale * hessian[c][size];
    }
    return result;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0.0;
    for (int i = 0; i < b.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Gaussian elimination without pivoting (the matrix is positive definite). */
  private static double[] solveDense(double[][] matrix, double[] right) {
    int n = right.length;
    double[][] a = new double[n][];
    double[] x = right.clone();
    for (int i = 0; i < n; i++) {
      a[i] = matrix[i].clone();
    }
    for (int p = 0; p < n; p++) {
      for (int i = p + 1; i < n; i++) {
        double factor = a[i][p] / a[p][p];
        x[i] -= factor * x[p];
        for (int j = p; j < n; j++) {
          a[i][j] -= factor * a[p][j];
        }
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int j = i + 1; j < n; j++) {
        x[i] -= a[i][j] * x[j];
      }
      x[i] /= a[i][i];
    }
    return x;
  }
}
